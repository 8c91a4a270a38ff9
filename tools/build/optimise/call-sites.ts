// Functions that are called from one place only, and whether what they do can stand at that place.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Meaning } from "../names.ts";

export interface SingleCall {
  callee: ts.FunctionDeclaration & { name: ts.Identifier; body: ts.Block };
  call: ts.CallExpression;
  /** The function that the call is in; `undefined` at the top of the program. */
  caller: ts.FunctionDeclaration | undefined;
}

/** Functions that are named once, in a call of them, from another function. */
export function singleCalls(linked: LinkedProgram): SingleCall[] {
  return namedFunctions(linked).flatMap(({ callee, names }) => {
    const [only] = names;
    const call = names.length === 1 && only !== undefined ? callThrough(only, callee) : undefined;
    return call ?? [];
  });
}

/** Every call of a function from another one, by its name. */
export function callsOfFunctions(linked: LinkedProgram): SingleCall[] {
  return namedFunctions(linked).flatMap(({ callee, names }) =>
    names.flatMap((name) => callThrough(name, callee) ?? []),
  );
}

function namedFunctions(linked: LinkedProgram): { callee: PlainFunction; names: ts.Identifier[] }[] {
  const uses = new Map<Meaning, ts.Identifier[]>();
  for (const { identifier, meaning, use } of linked.names.references) {
    if (use === "type" && !ts.isTypeQueryNode(identifier.parent)) continue;
    const known = uses.get(meaning);
    if (known === undefined) uses.set(meaning, [identifier]);
    else known.push(identifier);
  }
  return linked.file.statements.flatMap((callee) => {
    if (!isPlainFunction(callee)) return [];
    const meaning = linked.names.of(callee.name);
    const all = meaning === undefined ? [] : (uses.get(meaning) ?? []);
    return [{ callee, names: all.filter((one) => one !== callee.name) }];
  });
}

/** The call that a function is named in, when it is called there, and not by itself. */
function callThrough(name: ts.Identifier, callee: PlainFunction): SingleCall | undefined {
  const call = name.parent;
  if (!ts.isCallExpression(call) || call.expression !== name) return undefined;
  if (call.arguments.length > callee.parameters.length) return undefined;
  const caller = enclosingDeclaration(call);
  return caller === callee ? undefined : { callee, call, caller };
}

type PlainFunction = SingleCall["callee"];

/** A declaration with plain parameters, without `this`, and without types of its own in its body. */
function isPlainFunction(statement: ts.Statement): statement is PlainFunction {
  if (!ts.isFunctionDeclaration(statement) || statement.body === undefined || statement.name === undefined)
    return false;
  const { parameters, body } = statement;
  const isPlain = parameters.every(
    (one) =>
      ts.isIdentifier(one.name) &&
      one.name.text !== "this" &&
      one.initializer === undefined &&
      one.dotDotDotToken === undefined,
  );
  return isPlain && !usesThis(body) && !namesOwnTypes(statement);
}

function usesThis(body: ts.Node): boolean {
  return contains(body, (node) => node.kind === ts.SyntaxKind.ThisKeyword);
}

function namesOwnTypes(statement: ts.FunctionDeclaration): boolean {
  const own = new Set((statement.typeParameters ?? []).map((one) => one.name.text));
  if (own.size === 0 || statement.body === undefined) return false;
  return contains(
    statement.body,
    (node) => ts.isIdentifier(node) && own.has(node.text) && ts.isTypeReferenceNode(node.parent),
  );
}

/** Is there a node of the kind under `root`, itself included? */
export function contains(root: ts.Node, isWanted: (node: ts.Node) => boolean): boolean {
  if (isWanted(root)) return true;
  return ts.forEachChild(root, (child) => contains(child, isWanted)) ?? false;
}

/** The declaration of the top that a node is in, when it is in no function within that. */
function enclosingDeclaration(node: ts.Node): ts.FunctionDeclaration | undefined {
  for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent)
    if (ts.isFunctionDeclaration(at) && ts.isSourceFile(at.parent)) return at;
  return undefined;
}

/** The statement that a call is part of, and whether the call is the first in it to do anything. */
export interface Standing {
  statement: ts.Statement;
  /** The statement stands in a list of statements, so that others can be put in front of it. */
  isListed: boolean;
  /** In a loop each turn has its own locals, which a closure could keep. */
  isInLoop: boolean;
}

/** Where a call stands, or `undefined` when something else may happen in its statement first, or instead of it. */
export function standingOf(
  call: ts.CallExpression,
  isStableHere: (node: ts.Expression) => boolean,
): Standing | undefined {
  let inner: ts.Node = call;
  for (let at = call.parent; ; inner = at, at = at.parent) {
    if (ts.isStatement(at)) return statementStanding(at, inner);
    if (ts.isVariableDeclaration(at)) {
      if (ts.isVariableDeclarationList(at.parent) && at.parent.declarations.length > 1) return undefined;
    } else if (!ts.isVariableDeclarationList(at) && !comesFirst(at, inner, isStableHere)) return undefined;
  }
}

/** Is all that the expression `at` works out before its part `inner` the same later on? */
function comesFirst(at: ts.Node, inner: ts.Node, isStableHere: (node: ts.Expression) => boolean): boolean {
  if (ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isNonNullExpression(at)) return true;
  if (ts.isPrefixUnaryExpression(at) || ts.isPropertyAccessExpression(at)) return true;
  if (ts.isConditionalExpression(at)) return at.condition === inner;
  if (ts.isBinaryExpression(at)) return comesFirstInOperation(at, inner, isStableHere);
  if (ts.isCallExpression(at)) {
    const before = at.arguments.slice(0, at.arguments.indexOf(inner as ts.Expression));
    const isArgument = at.arguments.includes(inner as ts.Expression);
    return !isArgument || (isStableCallee(at.expression, isStableHere) && before.every(isStableHere));
  }
  return false;
}

function comesFirstInOperation(
  at: ts.BinaryExpression,
  inner: ts.Node,
  isStableHere: (node: ts.Expression) => boolean,
): boolean {
  if (at.left === inner) return true;
  const kind = at.operatorToken.kind;
  if (kind === ts.SyntaxKind.EqualsToken)
    return ts.isIdentifier(at.left) || isStableTarget(at.left, isStableHere);
  const isChoice =
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken;
  const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return !isChoice && !assigns && isStableHere(at.left);
}

/** `ring.put = ...` stores into the same record whenever the name of the record is steady. */
function isStableTarget(node: ts.Expression, isStableHere: (node: ts.Expression) => boolean): boolean {
  return ts.isPropertyAccessExpression(node) && isStableHere(node.expression);
}

function isStableCallee(node: ts.Expression, isStableHere: (node: ts.Expression) => boolean): boolean {
  if (ts.isIdentifier(node)) return isStableHere(node);
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "String"
  );
}

function statementStanding(statement: ts.Statement, inner: ts.Node): Standing | undefined {
  const isFirst =
    ts.isExpressionStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isVariableStatement(statement) ||
    (ts.isIfStatement(statement) && statement.expression === inner);
  if (!isFirst) return undefined;
  const { parent } = statement;
  const isListed = ts.isBlock(parent) || ts.isSourceFile(parent);
  // `else if (f())`: nothing can be put in front of it.
  if (!isListed && ts.isIfStatement(statement)) return undefined;
  return { statement, isListed, isInLoop: isInLoop(statement) };
}

function isInLoop(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined && !ts.isFunctionLike(at); at = at.parent)
    if (ts.isIterationStatement(at, false)) return true;
  return false;
}
