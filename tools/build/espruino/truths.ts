// A comparison with `undefined` or "" becomes a look at whether there is anything: `if (x)` takes Espruino less than half
// of the instructions of `if (x !== "")`, and half of the characters that it reads past otherwise. Only where nothing
// else that the value may be counts as false.
import ts from "typescript";
import { isAsked } from "../asked.ts";
import { changed, type LinkedProgram } from "../linked-program.ts";
import { applyEdits, type Edit } from "../mapped-text.ts";

/** The program with its comparisons shortened. */
export function withTruths(linked: LinkedProgram): LinkedProgram {
  const edits: Edit[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node)) edits.push(...shortened(node, linked.checker));
    ts.forEachChild(node, walk);
  };
  walk(linked.file);
  return edits.length === 0 ? linked : changed(linked, applyEdits(linked.source, edits));
}

function shortened(node: ts.BinaryExpression, checker: ts.TypeChecker): Edit[] {
  const operator = node.operatorToken.kind;
  const isEqual = operator === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (!isEqual && operator !== ts.SyntaxKind.ExclamationEqualsEqualsToken) return [];
  if (!isOnlyFalse(node.left, node.right, checker)) return [];
  const { left } = node;
  const isPrimary =
    ts.isIdentifier(left) ||
    ts.isPropertyAccessExpression(left) ||
    ts.isElementAccessExpression(left) ||
    ts.isCallExpression(left) ||
    ts.isParenthesizedExpression(left);
  if (!isPrimary) return [];
  const mark = isEqual ? "!" : isAsked(node) ? "" : "!!";
  return [
    { start: node.getStart(), end: left.getStart(), text: mark },
    { start: left.end, end: node.end, text: "" },
  ];
}

/** Is `right` the only value of `left` that counts as false? */
function isOnlyFalse(left: ts.Expression, right: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(left);
  const members = type.isUnion() ? type.types : [type];
  // A text that is looked up may not be there at all, whatever its type says.
  if (ts.isStringLiteral(right) && right.text === "" && !ts.isElementAccessExpression(left))
    return members.every((one) => (one.flags & ts.TypeFlags.StringLike) !== 0);
  const isUndefined = ts.isIdentifier(right) && right.text === "undefined";
  return (
    isUndefined && members.every((one) => (one.flags & (ts.TypeFlags.Object | ts.TypeFlags.Undefined)) !== 0)
  );
}
