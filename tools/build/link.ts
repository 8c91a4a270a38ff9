// The linker: an entry and all that it imports become one TypeScript module of one scope, still with its types.
//
// Imports and exports go, names that clash are changed, declarations are put before their use, and text becomes
// bytes. Each line of the result knows the line that it came from. Both targets are made of this one program.
import ts from "typescript";
import { at, BuildError } from "./build-error.ts";
import { bytesOfLiteral } from "./bytes.ts";
import { isDeclaredValue, type LinkedNames, nameDeclarations } from "./link-names.ts";
import { inOrder, type Orderable, symbolsOf } from "./link-order.ts";
import {
  dropBlankLines,
  type Edit,
  joinMapped,
  type MappedText,
  madeUp,
  mapFile,
  slice,
} from "./mapped-text.ts";
import type { Module } from "./modules.ts";
import { unknownName } from "./nearest-name.ts";
import { placeOf } from "./program.ts";
import { isPureDeclaration } from "./purity.ts";
import { eachReference, withoutAlias } from "./references.ts";

/** A value that a build puts in place of what a module says. */
export type Constant = number | boolean | string;

/** Constants of modules, by the module's path (`src/features.ts`) and the constant's name. */
export type Constants = Readonly<Record<string, Readonly<Record<string, Constant>>>>;

interface Piece extends Orderable {
  text: MappedText;
}

/** Links modules that passed their checks, given in the order in which they run. */
export function link(
  modules: readonly Module[],
  checker: ts.TypeChecker,
  constants: Constants = {},
): MappedText {
  requireKnown(constants, modules);
  const names = nameDeclarations(modules, checker);
  const pieces = modules.map((module) => piecesOf(module, checker, names, constants[module.path] ?? {}));
  const texts = inOrder(pieces).map((piece) => piece.text);
  return dropBlankLines(joinMapped([...texts, madeUp("export {};")]));
}

function piecesOf(
  module: Module,
  checker: ts.TypeChecker,
  names: LinkedNames,
  constants: Readonly<Record<string, Constant>>,
): Piece[] {
  const source = mapFile(module.file.text, module.path);
  return module.file.statements.flatMap((statement) => {
    if (!isKept(statement, module)) return [];
    const edits = [
      ...nameEdits(statement, checker, names),
      ...exportEdits(statement, checker, names),
      ...literalEdits(statement),
      ...constantEdits(statement, constants),
      ...commentEdits(statement),
    ];
    return [
      {
        text: slice(source, statement.getStart(), statement.end, edits),
        movable: isPureDeclaration(statement),
        ...symbolsOf(statement, checker),
      },
    ];
  });
}

/**
 * Imports and re-exports are gone from a linked program, and so is what a module does when only its types are used, and
 * `declare const print`, of which the target's own files say the same.
 */
function isKept(statement: ts.Statement, module: Module): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return false;
  if (ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression)) return false;
  if (isDeclaredValue(statement)) return false;
  return module.runs || isPureDeclaration(statement);
}

function nameEdits(statement: ts.Statement, checker: ts.TypeChecker, names: LinkedNames): Edit[] {
  const edits: Edit[] = [];
  eachReference(statement, checker, (identifier, symbol, use) => {
    const name = names.get(symbol);
    if (name === undefined || name === identifier.text) return;
    const text = use === "shorthand" || isShortBinding(identifier) ? `${identifier.text}: ${name}` : name;
    edits.push({ start: identifier.getStart(), end: identifier.end, text });
  });
  return edits;
}

/** In `const { a } = b` the word names the variable and the property. */
function isShortBinding(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  return (
    ts.isBindingElement(parent) &&
    parent.propertyName === undefined &&
    ts.isObjectBindingPattern(parent.parent)
  );
}

function exportEdits(statement: ts.Statement, checker: ts.TypeChecker, names: LinkedNames): Edit[] {
  if (ts.isExportAssignment(statement)) {
    const symbol = checker
      .getSymbolAtLocation(statement.getSourceFile())
      ?.exports?.get("default" as ts.__String);
    const name = symbol === undefined ? undefined : names.get(withoutAlias(symbol, checker));
    return [{ start: statement.getStart(), end: statement.expression.getStart(), text: `const ${name} = ` }];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const exported = modifiers.find((one) => one.kind === ts.SyntaxKind.ExportKeyword);
  return exported === undefined ? [] : [{ start: exported.getStart(), end: exported.end + 1, text: "" }];
}

function literalEdits(statement: ts.Statement): Edit[] {
  const edits: Edit[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const text = node.getText();
      const bytes = bytesOfLiteral(text);
      if (bytes !== text) edits.push({ start: node.getStart(), end: node.end, text: bytes });
    }
    ts.forEachChild(node, walk);
  };
  walk(statement);
  return edits;
}

function constantEdits(statement: ts.Statement, constants: Readonly<Record<string, Constant>>): Edit[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name) || initializer === undefined) return [];
    const value = constants[name.text];
    if (value === undefined) return [];
    return [{ start: initializer.getStart(), end: initializer.end, text: JSON.stringify(value) }];
  });
}

/** Comments have said what they had to: every pass of the optimiser would read past them. */
function commentEdits(statement: ts.Statement): Edit[] {
  const text = statement.getSourceFile().text;
  const found = new Map<number, Edit>();
  const isWithin = (pos: number) => pos >= statement.getStart() && pos < statement.end;
  const walk = (node: ts.Node): void => {
    for (const place of [node.getFullStart(), node.end])
      for (const { pos, end } of [
        ...(ts.getLeadingCommentRanges(text, place) ?? []),
        ...(ts.getTrailingCommentRanges(text, place) ?? []),
      ])
        if (isWithin(pos)) found.set(pos, { start: pos, end, text: "" });
    ts.forEachChild(node, walk);
  };
  walk(statement);
  return [...found.values()];
}

/** A misspelt constant would change nothing and say nothing. */
function requireKnown(constants: Constants, modules: readonly Module[]): void {
  for (const [path, values] of Object.entries(constants)) {
    const module = modules.find((one) => one.path === path);
    if (module === undefined) {
      const known = modules.filter(({ file }) => constantNames(file).size > 0).map((one) => one.path);
      throw new BuildError(
        `The constants of a module cannot be set that is not in the image. ${unknownName("module", path, known)}`,
      );
    }
    for (const name of Object.keys(values)) {
      const known = [...constantNames(module.file)];
      if (!known.includes(name))
        throw new BuildError(at(placeOf(module.file), unknownName("constant", name, known)));
    }
  }
}

function constantNames(file: ts.SourceFile): Set<string> {
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((one) => [...one.declarationList.declarations]);
  return new Set(declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
}
