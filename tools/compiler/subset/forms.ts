// Statements and forms that no board has, or that no board should pay for.
import ts from "typescript";
import { conditionalAssignment, refused } from "./diagnostics.ts";
import type { Dialect } from "./dialect.ts";
import type { Rule } from "./rules.ts";

const { SyntaxKind } = ts;

/** Refused in every module of an image. */
const NOWHERE = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.ClassDeclaration, refused.class],
  [SyntaxKind.ClassExpression, refused.class],
  [SyntaxKind.EnumDeclaration, refused.enum],
  [SyntaxKind.GetAccessor, refused.accessor],
  [SyntaxKind.SetAccessor, refused.accessor],
  [SyntaxKind.MethodDeclaration, refused.literalMethod],
  [SyntaxKind.YieldExpression, refused.generator],
  [SyntaxKind.AwaitExpression, refused.async],
  [SyntaxKind.RegularExpressionLiteral, refused.regularExpression],
  [SyntaxKind.BigIntLiteral, refused.bigInt],
  [SyntaxKind.TaggedTemplateExpression, refused.taggedTemplate],
  [SyntaxKind.LabeledStatement, refused.label],
  [SyntaxKind.SpreadElement, refused.spread],
  [SyntaxKind.SpreadAssignment, refused.spread],
  [SyntaxKind.ComputedPropertyName, refused.computedKey],
  [SyntaxKind.MetaProperty, refused.new],
  [SyntaxKind.NamespaceImport, refused.importAll],
  [SyntaxKind.ForInStatement, refused.forIn],
  [SyntaxKind.DebuggerStatement, refused.debugger],
  [SyntaxKind.ImportEqualsDeclaration, refused.requireForm],
]);

/** Refused where the same text runs on every engine. */
const NOT_EVERYWHERE = new Map<ts.SyntaxKind, string>([
  [SyntaxKind.NullKeyword, refused.null],
  [SyntaxKind.TryStatement, refused.try],
  [SyntaxKind.DeleteExpression, refused.delete],
  [SyntaxKind.VoidExpression, refused.void],
]);

/** Assignments that store now and then. */
const CONDITIONAL = new Set([
  SyntaxKind.QuestionQuestionEqualsToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.AmpersandAmpersandEqualsToken,
]);

export const formRules: readonly Rule[] = [
  (node) => NOWHERE.get(node.kind),
  (node, { dialect }) => (dialect.isJavaScript ? scriptRule(node) : NOT_EVERYWHERE.get(node.kind)),
  conditionalRule,
  namespaceRule,
  functionRule,
  (node, { dialect }) => patternRule(node, dialect),
  moduleRule,
  throwRule,
  templateRule,
  varRule,
  closureRule,
  ownNameRule,
  earlyFunctionRule,
];

/** What a folder of JavaScript writes out, for nothing in it needs another word. */
function scriptRule(node: ts.Node): string | undefined {
  if (ts.isTryStatement(node) && (node.finallyBlock !== undefined || node.catchClause === undefined))
    return refused.finally;
  return undefined;
}

function conditionalRule(node: ts.Node): string | undefined {
  const isConditional = ts.isBinaryExpression(node) && CONDITIONAL.has(node.operatorToken.kind);
  return isConditional ? conditionalAssignment(node.operatorToken.getText()) : undefined;
}

function namespaceRule(node: ts.Node): string | undefined {
  return ts.isModuleDeclaration(node) ? refused.namespace : undefined;
}

function functionRule(node: ts.Node): string | undefined {
  if (!ts.isFunctionDeclaration(node) && !ts.isFunctionExpression(node) && !ts.isArrowFunction(node))
    return undefined;
  if (node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.AsyncKeyword) === true)
    return refused.async;
  if (node.asteriskToken !== undefined) return refused.generator;
  return node.parameters.some((parameter) => parameter.dotDotDotToken !== undefined)
    ? refused.rest
    : undefined;
}

function patternRule(node: ts.Node, dialect: Dialect): string | undefined {
  if (ts.isArrayBindingPattern(node)) return dialect.hasSeveralResults ? undefined : refused.arrayPattern;
  return ts.isBindingElement(node) && node.dotDotDotToken !== undefined ? refused.otherFields : undefined;
}

function moduleRule(node: ts.Node): string | undefined {
  if (ts.isExportAssignment(node) && node.isExportEquals === true) return refused.requireForm;
  if (ts.isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword)
    return refused.dynamicImport;
  if (!ts.isVariableStatement(node)) return undefined;
  const isExported = node.modifiers?.some((modifier) => modifier.kind === SyntaxKind.ExportKeyword) === true;
  return isExported && (node.declarationList.flags & ts.NodeFlags.Const) === 0
    ? refused.exportLet
    : undefined;
}

function throwRule(node: ts.Node, { checker, dialect }: Parameters<Rule>[1]): string | undefined {
  if (!ts.isThrowStatement(node) || dialect.isJavaScript) return undefined;
  const type = checker.getTypeAtLocation(node.expression);
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return undefined;
  return returnsNothing(node, checker) ? refused.throwInVoid : refused.throw;
}

/**
 * Does the function around a statement return nothing, by its own type or by the one that it is written for?
 */
function returnsNothing(statement: ts.Node, checker: ts.TypeChecker): boolean {
  const around = ts.findAncestor(statement, ts.isFunctionLike);
  if (around === undefined) return false;
  const wanted = ts.isExpression(around)
    ? checker.getContextualType(around)?.getCallSignatures()[0]
    : undefined;
  const signature = wanted ?? checker.getSignatureFromDeclaration(around);
  const flags = signature === undefined ? 0 : checker.getReturnTypeOfSignature(signature).flags;
  return (flags & (ts.TypeFlags.Void | ts.TypeFlags.Never | ts.TypeFlags.Undefined)) !== 0;
}

function templateRule(node: ts.Node): string | undefined {
  return ts.isTemplateLiteralToken(node) && node.getText().includes("\n") ? refused.templateLines : undefined;
}

function varRule(node: ts.Node): string | undefined {
  if (!ts.isVariableDeclarationList(node) || (node.flags & ts.NodeFlags.BlockScoped) !== 0) return undefined;
  const isAmbientList =
    ts.isVariableStatement(node.parent) &&
    node.parent.modifiers?.some((modifier) => modifier.kind === SyntaxKind.DeclareKeyword) === true;
  return isAmbientList ? undefined : refused.var;
}

function closureRule(node: ts.Node): string | undefined {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node) && !ts.isFunctionDeclaration(node))
    return undefined;
  let part: ts.Node = node;
  for (let at = node.parent; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isIterationStatement(at, false) && !isReadOnce(part, at)) return refused.closureInLoop;
    part = at;
  }
  return undefined;
}

/** The list that is walked, or what comes before the first turn. */
function isReadOnce(part: ts.Node, loop: ts.IterationStatement): boolean {
  if (ts.isForOfStatement(loop)) return part === loop.expression;
  return ts.isForStatement(loop) && part === loop.initializer;
}

/** What a function expression is called in itself stands for the constant that it becomes. */
function ownNameRule(node: ts.Node, { checker }: Parameters<Rule>[1]): string | undefined {
  if (!ts.isFunctionExpression(node) || node.name === undefined || namedConstant(node) !== undefined)
    return undefined;
  const symbol = checker.getSymbolAtLocation(node.name);
  const isUsed = contains(
    node.body,
    (inner) => ts.isIdentifier(inner) && checker.getSymbolAtLocation(inner) === symbol,
  );
  return isUsed ? refused.ownName : undefined;
}

/** `f` of `const f = function g() {...}`. */
export function namedConstant(node: ts.Expression): ts.Identifier | undefined {
  const { parent } = node;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  return (parent.parent.flags & ts.NodeFlags.Const) === 0 ? undefined : parent.name;
}

/** A function inside a function, named before it is declared. */
function earlyFunctionRule(node: ts.Node): string | undefined {
  if (!ts.isFunctionDeclaration(node) || node.name === undefined || !ts.isBlock(node.parent))
    return undefined;
  const name = node.name.text;
  const before = node.parent.statements.slice(0, node.parent.statements.indexOf(node));
  const isNamed = before.some(
    (statement) =>
      !ts.isFunctionDeclaration(statement) && contains(statement, (inner) => isUseNow(inner, name)),
  );
  return isNamed ? refused.earlyFunction : undefined;
}

/** A use in a closure happens later; by then the function is there. */
function isUseNow(node: ts.Node, name: string): boolean {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return false;
  const closure = ts.findAncestor(node, ts.isFunctionLike);
  const home = ts.findAncestor(
    node,
    (inner) =>
      ts.isBlock(inner) && inner.statements.some((s) => ts.isFunctionDeclaration(s) && s.name?.text === name),
  );
  return closure === undefined || home === undefined || closure.pos <= home.pos;
}

function contains(root: ts.Node, isWanted: (node: ts.Node) => boolean): boolean {
  if (isWanted(root)) return true;
  return ts.forEachChild(root, (child) => contains(child, isWanted)) ?? false;
}
