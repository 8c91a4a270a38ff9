// The part of JavaScript's own library that a module may use: the few operations that
// are the same on every engine.
import ts from "typescript";
import * as say from "./diagnostics.ts";
import type { Rule, Surroundings } from "./rules.ts";

const MEMBERS = new Set([
  "String.length",
  "String.charCodeAt",
  "String.substring",
  "String.indexOf",
  "String.slice",
  "String.includes",
  "Array.length",
  "Array.push",
  "Array.slice",
  "Array.includes",
  "ReadonlyArray.slice",
  "ReadonlyArray.includes",
  "ReadonlyArray.length",
  "StringConstructor.fromCharCode",
  "Math.floor",
  "Math.min",
  "Math.max",
  "Math.abs",
  "Math.round",
  "Math.trunc",
  "Number.toString",
]);

const GLOBALS = new Set(["String", "Math", "undefined"]);

export const libraryRules: readonly Rule[] = [
  newRule,
  memberRule,
  placeRule,
  lengthRule,
  holeRule,
  globalRule,
  indexRule,
  patternRule,
  anyRule,
  numberedRule,
  iterationRule,
  pushRule,
];

/** What would be made is said by its name, where the library has it. */
function newRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isNewExpression(node)) return undefined;
  const made = node.expression;
  const declaration = ts.isIdentifier(made) ? checker.getSymbolAtLocation(made)?.valueDeclaration : undefined;
  const isOfLibrary = declaration !== undefined && isLibraryType(declaration);
  return isOfLibrary ? say.libraryRefused(made.getText(), made.getText()) : say.refused.new;
}

function memberRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const symbol = checker.getSymbolAtLocation(node.name);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined || !isLibraryType(declaration)) return undefined;
  if (ts.isOptionalChain(node)) return say.refused.optionalLibrary;
  const owner = ts.isInterfaceDeclaration(declaration.parent) ? declaration.parent.name.text : "";
  if (!MEMBERS.has(`${owner}.${node.name.text}`)) return say.libraryRefused(node.name.text, owner);
  if (node.name.text === "length") return undefined;
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.expression !== node) return say.libraryValue(node.getText());
  const isOfValues = owner === "Math" || owner === "StringConstructor";
  return isOfValues && parent.arguments.length === 0 ? say.refused.noArguments : undefined;
}

const TEXT_PLACES = new Set(["charCodeAt", "substring", "indexOf"]);

/** Places that are written as numbers, and what is looked for. Any other place must be in the text. */
function placeRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  if (!TEXT_PLACES.has(name.text) || !isText(checker.getTypeAtLocation(expression))) return undefined;
  if (
    name.text === "indexOf" &&
    node.arguments.some((argument) => ts.isStringLiteralLike(argument) && argument.text === "")
  )
    return say.refused.emptySought;
  const isBelowZero = (argument: ts.Expression) =>
    ts.isPrefixUnaryExpression(argument) &&
    argument.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(argument.operand);
  return node.arguments.some(isBelowZero) ? say.refused.placeBelowZero : undefined;
}

/** A field of a record may be called length as well. */
function lengthRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "length") return undefined;
  const type = checker.getTypeAtLocation(node.expression);
  if (!isList(type, checker)) return undefined;
  const entry = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (entry !== undefined && mayBeNothing(entry)) return say.refused.lengthWithHoles;
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return undefined;
  const kind = parent.operatorToken.kind;
  const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return assigns ? say.refused.setLength : undefined;
}

function holeRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (ts.isOmittedExpression(node)) return say.refused.hole;
  if (!ts.isExpression(node) || !ts.isArrayLiteralExpression(node.parent)) return undefined;
  return mayBeHole(node, checker) ? say.refused.hole : undefined;
}

function globalRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node))
    return undefined;
  if (!ts.isExpression(node) || (ts.isPropertyAssignment(node.parent) && node.parent.name === node))
    return undefined;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Value) === 0) return undefined;
  if (node.text === "arguments" && symbol.declarations === undefined) return say.refused.arguments;
  const declaration = symbol.valueDeclaration;
  const isForeign = declaration !== undefined && isLibraryType(declaration) && isGlobal(declaration);
  if (!isForeign || node.text === "undefined") return undefined;
  if (!GLOBALS.has(node.text)) return say.libraryRefused(node.text, node.text);
  if (ts.isPropertyAccessExpression(node.parent)) return undefined;
  return node.text === "String" ? say.refused.textOf : say.libraryValue(node.text);
}

function indexRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isElementAccessExpression(node)) return undefined;
  const type = checker.getTypeAtLocation(node.expression);
  if (isText(type)) return say.refused.stringIndex;
  const isByText = isText(checker.getTypeAtLocation(node.argumentExpression));
  return isByText && isList(type, checker) ? say.refused.textOfList : undefined;
}

/** `const { length } = list` would be a field of the list's. */
function patternRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const name = (node.propertyName ?? node.name).getText();
  const record = checker.getApparentType(checker.getTypeAtLocation(node.parent));
  return record.getProperty(name)?.declarations?.some(isLibraryType) === true
    ? say.libraryTaken(name)
    : undefined;
}

/** What is a list, and what is not, Lua is told by the types only. */
function anyRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const { flags } = checker.getTypeAtLocation(node.expression);
  return (flags & ts.TypeFlags.Any) !== 0 ? say.refused.any : undefined;
}

/**
 * Expressions that are no list, whatever they are made of: most of a program; and those whose parts are
 * wanted as they are themselves, and are looked at by themselves. TypeScript works out anew what a long chain
 * is made of, for each part of it.
 */
const NO_LISTS = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.ConditionalExpression,
]);

function numberedRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isExpression(node) || NO_LISTS.has(node.kind)) return undefined;
  if (ts.isBinaryExpression(node) && !assigns(node)) return undefined;
  if (isGivenToLibrary(node, checker) || !isList(checker.getTypeAtLocation(node), checker)) return undefined;
  const wanted = checker.getContextualType(node);
  const parts = wanted === undefined ? [] : wanted.isUnionOrIntersection() ? wanted.types : [wanted];
  // A text has places too, and no list is taken for one.
  const isHidden = parts.some(
    (member) =>
      (member.flags & ts.TypeFlags.StringLike) === 0 &&
      !isList(member, checker) &&
      member.getNumberIndexType() !== undefined,
  );
  return isHidden ? say.refused.numberedList : undefined;
}

/** What the library's own functions do with a list is theirs: those that are there take a list for a list. */
function isGivenToLibrary(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.expression === node) return false;
  const declaration = checker.getResolvedSignature(parent)?.declaration;
  return declaration !== undefined && isLibraryType(declaration);
}

function assigns({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

export function isText(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.StringLike) !== 0;
}

export function isList(type: ts.Type, checker: ts.TypeChecker): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function iterationRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isForOfStatement(node)) return undefined;
  const type = checker.getTypeAtLocation(node.expression);
  if (!isList(type, checker)) return say.iterationRefused(checker.typeToString(type));
  const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return item !== undefined && mayBeNothing(item) ? say.refused.walkedHole : undefined;
}

/** Lua's lists grow by one value at a time, and not by nothing. */
function pushRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  if (node.expression.name.text !== "push") return undefined;
  const owner = checker.getTypeAtLocation(node.expression.expression);
  if (!isList(owner, checker)) return undefined;
  if (node.arguments.some((argument) => mayBeHole(argument, checker))) return say.refused.hole;
  const isAlone = node.arguments.length === 1 && ts.isExpressionStatement(node.parent);
  return isAlone ? undefined : say.refused.push;
}

/** Of a table, an entry may not be there, whatever its type says. */
function mayBeHole(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (mayBeNothing(checker.getTypeAtLocation(node))) return true;
  if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node)) return false;
  const owner = checker.getTypeAtLocation(node.expression);
  const field = ts.isPropertyAccessExpression(node) ? owner.getProperty(node.name.text) : undefined;
  const entry = owner.getStringIndexType() ?? owner.getNumberIndexType();
  return field === undefined && !isList(owner, checker) && entry !== undefined;
}

export function mayBeNothing(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  return members.some((member) => (member.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0);
}

/** Is it one of TypeScript's own `lib.*.d.ts`? */
export function isLibraryType(declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  return file.isDeclarationFile && /[/\\]lib\.[^/\\]*\.d\.ts$/.test(file.fileName);
}

function isGlobal(declaration: ts.Declaration): boolean {
  if (ts.isFunctionDeclaration(declaration)) return true;
  return ts.isVariableDeclaration(declaration);
}
