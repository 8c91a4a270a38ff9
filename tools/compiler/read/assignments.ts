// Assignments: `x = v`, `record.field += v`, `list[i]++`.
import ts from "typescript";
import type { Block, Expression, Operator, Statement, Target } from "../ir/program.ts";
import { NUMBER } from "../ir/types.ts";
import { visitExpression } from "../ir/visit.ts";
import { bitOperation } from "./bits.ts";
import { operation, sum } from "./made.ts";
import type { Scope } from "./scope.ts";

const { SyntaxKind } = ts;

const OPERATORS = new Map<ts.SyntaxKind, Operator>([
  [SyntaxKind.MinusEqualsToken, "subtract"],
  [SyntaxKind.AsteriskEqualsToken, "multiply"],
  [SyntaxKind.SlashEqualsToken, "divide"],
  [SyntaxKind.PercentEqualsToken, "remainder"],
]);

export function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

export function readAssignment(node: ts.BinaryExpression, scope: Scope): Block {
  if (ts.isElementAccessExpression(node.left))
    scope.require(node.right, scope.holes.ofStore(node.left.expression, node.right));
  const value = scope.expression(node.right);
  const { kind } = node.operatorToken;
  if (kind === SyntaxKind.EqualsToken) {
    const place = scope.place(node);
    return [
      { kind: "assign", place, target: targetOf(scope.expression(node.left), node.left, scope), value },
    ];
  }
  return changed(node.left, scope, (old) =>
    kind === SyntaxKind.PlusEqualsToken
      ? sum(old, value, scope.typeOf(node))
      : (bitOperation(node, old, value, scope) ?? operation(operatorOf(node, scope), NUMBER, [old, value])),
  );
}

function operatorOf(node: ts.BinaryExpression, scope: Scope): Operator {
  const operator = OPERATORS.get(node.operatorToken.kind);
  if (operator !== undefined) return operator;
  throw scope.refused(node, `${node.operatorToken.getText()} is not in the device language`);
}

/** `x++` and `x--`. */
export function readStep(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Block {
  const step: Expression = { kind: "number", value: 1, type: NUMBER, place: scope.place(node) };
  const operator = node.operator === SyntaxKind.PlusPlusToken ? "add" : "subtract";
  return changed(node.operand, scope, (old) => operation(operator, NUMBER, [old, step]));
}

/** The owner of the value, and its key, are worked out once. */
function changed(node: ts.Expression, scope: Scope, change: (old: Expression) => Expression): Block {
  const before: Statement[] = [];
  const old = steady(scope.expression(node), before, scope, node);
  const place = scope.place(node);
  return [...before, { kind: "assign", place, target: targetOf(old, node, scope), value: change(old) }];
}

function steady(read: Expression, before: Statement[], scope: Scope, node: ts.Node): Expression {
  const kept = (value: Expression, name: string, behind?: Expression): Expression => {
    const isSame = value.kind === "variable" && (behind === undefined || !hasCall(behind));
    if (isSame || value.kind === "number" || value.kind === "text" || value.kind === "foreign") return value;
    const variable = scope.made(name, value.type, node);
    before.push({ kind: "let", place: value.place, variable, value });
    return { kind: "variable", variable, type: value.type, place: value.place };
  };
  switch (read.kind) {
    case "field":
    case "member":
      return { ...read, of: kept(read.of, "owner") };
    case "entry":
      return { ...read, of: kept(read.of, "owner", read.index), index: kept(read.index, "index") };
    case "lookup":
      return { ...read, of: kept(read.of, "owner", read.key), key: kept(read.key, "key") };
    default:
      return read;
  }
}

/** May a variable have another value after it? */
function hasCall(expression: Expression): boolean {
  let isFound = false;
  visitExpression(expression, {
    expression: ({ kind }) => {
      isFound ||= kind === "call" || kind === "call-value" || kind === "call-member" || kind === "new";
    },
  });
  return isFound;
}

function targetOf(read: Expression, node: ts.Node, scope: Scope): Target {
  switch (read.kind) {
    case "variable":
    case "field":
    case "entry":
    case "lookup":
    case "member":
    case "foreign":
      return read;
    default:
      throw scope.refused(node, `nothing can be stored in ${node.getText()}`);
  }
}
