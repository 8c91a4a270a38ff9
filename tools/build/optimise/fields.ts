// Names of fields become short: on Espruino each field with a name of more than four letters costs a JsVar in every
// record that has it, and in Lua each name is a string that the chip keeps.
//
// A name is changed everywhere or nowhere. It stays when the platform or the language knows it, and when it is data:
// a key of a record that is read by a text (`wires[role]`), which is not the name of a field at all.
import ts from "typescript";
import { LINKED_FILE, type LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { literalText } from "./evaluate.ts";
import { addTexts, indexedBy, isNameInType } from "./type-names.ts";

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
  eachFieldName(linked.file, (node) => {
    const { text } = node;
    // A type costs an image nothing.
    if (ts.isIdentifier(node) && !kept.has(text)) uses.set(text, (uses.get(text) ?? 0) + 1);
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
function withVariable(node: FieldName, name: string): string {
  if (ts.isStringLiteral(node)) return literalText(name);
  const isShort =
    ts.isShorthandPropertyAssignment(node.parent) ||
    (ts.isBindingElement(node.parent) && node.parent.propertyName === undefined);
  return isShort ? `${name}: ${node.text}` : name;
}

/** In `Probe["gain"]` a text names the field. */
export type FieldName = ts.Identifier | ts.StringLiteral;

/** Calls `visit` for each word that names a field, where it is declared and where it is used. */
export function eachFieldName(root: ts.Node, visit: (name: FieldName) => void): void {
  const walk = (node: ts.Node): void => {
    if ((ts.isIdentifier(node) && isFieldName(node)) || isNameInType(node)) visit(node);
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
  const { checker } = linked;
  const kept = new Set(linked.dataKeys());
  for (const file of linked.globals) for (const name of membersIn(linked, file)) kept.add(name);
  const isOpen = (name: string) => !kept.has(name) && asked?.has(name) !== false;
  if (asked !== undefined && ![...asked].some(isOpen)) return kept;
  const keepForeign = (name: string, field: () => ts.Symbol | undefined): void => {
    if (isOpen(name) && !isOwn(field())) kept.add(name);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node))
      keepForeign(node.name.text, () => checker.getSymbolAtLocation(node.name));
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent))
      keepForeign(takenField(node), () => fieldOf(node.parent, takenField(node), checker));
    const type = ts.isStringLiteral(node) ? indexedBy(node) : undefined;
    if (ts.isStringLiteral(node) && type !== undefined)
      keepForeign(node.text, () => fieldOf(type.objectType, node.text, checker));
    const quoted = quotedName(node);
    if (quoted !== undefined) kept.add(quoted);
    if (ts.isElementAccessExpression(node))
      addTexts(checker.getTypeAtLocation(node.argumentExpression), checker, kept);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      addTexts(checker.getTypeAtLocation(node.left), checker, kept);
    if (ts.isForInStatement(node))
      for (const { name } of checker.getTypeAtLocation(node.expression).getProperties()) kept.add(name);
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return kept;
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

/** The text that stands where the name of a field can stand, `{ "gain": 1 }`. */
function quotedName(node: ts.Node): string | undefined {
  const name = ts.isBindingElement(node) ? node.propertyName : isNamed(node) ? node.name : undefined;
  return name !== undefined && ts.isStringLiteral(name) ? name.text : undefined;
}

function isNamed(node: ts.Node): node is ts.PropertyAssignment | ts.PropertySignature | ts.MethodSignature {
  return ts.isPropertyAssignment(node) || ts.isPropertySignature(node) || ts.isMethodSignature(node);
}

function takenField({ propertyName, name }: ts.BindingElement): string {
  return (propertyName ?? name).getText();
}

function fieldOf(record: ts.Node, name: string, checker: ts.TypeChecker): ts.Symbol | undefined {
  return checker.getApparentType(checker.getTypeAtLocation(record)).getProperty(name);
}

/** Is the field declared in the program itself? One read through `Record<string, ...>` is declared nowhere. */
function isOwn(symbol: ts.Symbol | undefined): boolean {
  const declarations = symbol?.declarations ?? [];
  return declarations.length > 0 && declarations.every((one) => one.getSourceFile().fileName === LINKED_FILE);
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
