// Names of fields become short: on Espruino each field with a name of more than four letters costs a JsVar in every
// record that has it, and in Lua each name is a string that the chip keeps.
//
// A name is changed everywhere or nowhere. It stays when the platform or the language knows it, and when it is data:
// a key of a record that is read by a text (`wires[role]`), which is not the name of a field at all.
import ts from "typescript";
import { LINKED_FILE, type LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";

/** `at`, `map`... are members of every list and text: a field of that name would look like a list to the transpiler. */
const WORDS_OF_THE_TARGETS = new Set(
  "do if in is or and end for nil not var let new try int this at map pop fill find flat keys some sort sub".split(
    " ",
  ),
);
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Edits that give every field that is the program's own the shortest name there is, the most used ones first. */
export function shortenFields(linked: LinkedProgram): Edit[] {
  const kept = keptNames(linked);
  const uses = new Map<string, number>();
  eachFieldName(linked.file, ({ text }) => {
    if (!kept.has(text)) uses.set(text, (uses.get(text) ?? 0) + 1);
  });
  const names = shortNames(
    [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name),
    kept,
  );
  const edits: Edit[] = [];
  eachFieldName(linked.file, (node) => {
    const name = names.get(node.text);
    if (name !== undefined)
      edits.push({ start: node.getStart(), end: node.end, text: withVariable(node, name) });
  });
  return edits;
}

/** `{ slots }` names a field and a variable, of which only the field changes. */
function withVariable(node: ts.Identifier, name: string): string {
  const isShort =
    ts.isShorthandPropertyAssignment(node.parent) ||
    (ts.isBindingElement(node.parent) && node.parent.propertyName === undefined);
  return isShort ? `${name}: ${node.text}` : name;
}

/** Calls `visit` for each identifier that names a field, where it is declared and where it is used. */
export function eachFieldName(root: ts.Node, visit: (name: ts.Identifier) => void): void {
  const walk = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isFieldName(node)) visit(node);
    ts.forEachChild(node, walk);
  };
  walk(root);
}

function isFieldName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent))
    return (parent.propertyName ?? parent.name) === node;
  const isDeclared =
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent);
  return isDeclared && parent.name === node;
}

/** Names that stay as they are. To know it of all takes every type of the program; when only some are `asked` about, less. */
export function keptNames(linked: LinkedProgram, asked?: ReadonlySet<string>): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const file of linked.globals) for (const name of membersIn(linked, file)) kept.add(name);
  const isOpen = (name: string) => !kept.has(name) && asked?.has(name) !== false;
  if (asked !== undefined && ![...asked].some(isOpen)) return kept;
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && isOpen(node.name.text)) {
      if (!isOwn(linked.checker.getSymbolAtLocation(node.name))) kept.add(node.name.text);
    }
    if (ts.isObjectLiteralExpression(node)) collectDataKeys(node, linked, isOpen, kept);
    if (ts.isElementAccessExpression(node)) collectTexts(node.argumentExpression, linked.checker, kept);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      collectTexts(node.left, linked.checker, kept);
    if (ts.isForInStatement(node))
      for (const { name } of linked.checker.getTypeAtLocation(node.expression).getProperties())
        kept.add(name);
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return kept;
}

/** Is the field declared in the program itself? One read through `Record<string, ...>` is declared nowhere. */
function isOwn(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some((one) => one.getSourceFile().fileName === LINKED_FILE) === true;
}

/** Names of fields in a file of the target's. */
function membersIn(linked: LinkedProgram, file: string): ReadonlySet<string> {
  const known = members.get(file);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const tree = linked.program.getSourceFile(file);
  if (tree !== undefined) collectMembers(tree, names);
  members.set(file, names);
  return names;
}

/** These files do not change while the build runs. */
const members = new Map<string, ReadonlySet<string>>();

/** Names of fields, and of what is in namespaces: `tmr.create` is read like a field. */
function collectMembers(root: ts.Node, names: Set<string>): void {
  const walk = (node: ts.Node): void => {
    const name = isMember(node) ? node.name : undefined;
    if (name !== undefined && ts.isIdentifier(name)) names.add(name.text);
    ts.forEachChild(node, walk);
  };
  walk(root);
}

function isMember(node: ts.Node): node is ts.NamedDeclaration & { name: ts.Node } {
  if (ts.isPropertySignature(node) || ts.isMethodSignature(node)) return true;
  const isInNamespace = ts.findAncestor(node, ts.isModuleBlock) !== undefined;
  return (
    isInNamespace &&
    (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node) || ts.isModuleDeclaration(node))
  );
}

/** Keys of a literal for a `Record<string, ...>`, and keys in quotes. */
function collectDataKeys(
  node: ts.ObjectLiteralExpression,
  linked: LinkedProgram,
  isOpen: (name: string) => boolean,
  names: Set<string>,
): void {
  const words = node.properties.flatMap(({ name }) => {
    if (name !== undefined && ts.isStringLiteral(name)) names.add(name.text);
    return name !== undefined && ts.isIdentifier(name) && isOpen(name.text) ? [name.text] : [];
  });
  const context = words.length === 0 ? undefined : linked.checker.getContextualType(node);
  const types = context === undefined ? [] : context.isUnion() ? context.types : [context];
  if (!types.some((type) => type.getStringIndexType() !== undefined)) return;
  for (const word of words) if (types.every((type) => type.getProperty(word) === undefined)) names.add(word);
}

function collectTexts(node: ts.Expression, checker: ts.TypeChecker, names: Set<string>): void {
  const given = checker.getTypeAtLocation(node);
  // A key of a generic type may be any that its bound has.
  const type = checker.getBaseConstraintOfType(given) ?? given;
  for (const one of type.isUnion() ? type.types : [type]) if (one.isStringLiteral()) names.add(one.value);
}

function shortNames(wanted: readonly string[], kept: ReadonlySet<string>): Map<string, string> {
  const names = new Map<string, string>();
  let next = 0;
  for (const name of wanted) {
    let short = nameNumber(next);
    while (kept.has(short) || WORDS_OF_THE_TARGETS.has(short)) {
      next += 1;
      short = nameNumber(next);
    }
    next += 1;
    names.set(name, short);
  }
  return names;
}

function nameNumber(index: number): string {
  const letter = LETTERS[index % LETTERS.length] as string;
  return index < LETTERS.length ? letter : nameNumber(Math.floor(index / LETTERS.length) - 1) + letter;
}
