// `c ? list[i] : other`: where the list has no such entry, `c and list[i] or other` would be the other one.
import ts from "typescript";
import * as lua from "typescript-to-lua";
import { withoutCasts } from "../without-casts.ts";

type Context = lua.TransformationContext;

/** A choice whose first value is a list's entry; `undefined` for every other one. */
export function choiceOfEntry(node: ts.ConditionalExpression, context: Context): lua.Expression | undefined {
  if (!isEntry(node.whenTrue)) return undefined;
  const condition = context.transformExpression(node.condition);
  const entry = apart(node.whenTrue, context);
  const other = apart(node.whenFalse, context);
  const isPlain = entry.before.length + other.before.length === 0;
  if (isPlain && isSurelyThere(node.whenFalse, context)) {
    const isOther = lua.createUnaryExpression(condition, lua.SyntaxKind.NotOperator);
    const otherFirst = lua.createBinaryExpression(isOther, other.value, lua.SyntaxKind.AndOperator);
    return lua.createBinaryExpression(otherFirst, entry.value, lua.SyntaxKind.OrOperator, node);
  }
  const chosen = context.createTempNameForNode(node.condition);
  const choose = ({ before, value }: Apart): lua.Block =>
    lua.createBlock([...before, lua.createAssignmentStatement(lua.cloneIdentifier(chosen), value)]);
  context.addPrecedingStatements([
    lua.createVariableDeclarationStatement(chosen),
    lua.createIfStatement(condition, choose(entry), choose(other), node),
  ]);
  return lua.cloneIdentifier(chosen);
}

/** An expression, and the statements that work out parts of it in front. */
interface Apart {
  before: lua.Statement[];
  value: lua.Expression;
}

function apart(node: ts.Expression, context: Context): Apart {
  context.pushPrecedingStatements();
  const value = context.transformExpression(node);
  return { before: context.popPrecedingStatements(), value };
}

function isEntry(node: ts.Expression): boolean {
  return ts.isElementAccessExpression(withoutCasts(node));
}

/** Neither nil nor false in Lua, whatever its value. */
function isSurelyThere(node: ts.Expression, { checker }: Context): boolean {
  const type = checker.getTypeAtLocation(node);
  const kinds = type.isUnion() ? type.types : [type];
  const there = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Object;
  return !isEntry(node) && kinds.every(({ flags }) => (flags & there) !== 0);
}
