// An expression of which only matters whether it holds: Lua takes nil for false, and anything else for true.

import type { Expression } from "../../../compiler/ir/program.ts";
import type * as lua from "../lua/lua-ast.ts";
import { and, luaOpposite, or } from "../lua/lua-nodes.ts";
import { needsStatements } from "./choices.ts";
import { isNeverFalse, isTruth } from "./facts.ts";
import { search } from "./search.ts";
import type { Writer } from "./writer.ts";

export function condition(expression: Expression, writer: Writer): lua.Expression {
  switch (expression.kind) {
    case "operation":
      return comparison(expression, writer) ?? writer.value(expression);
    case "and":
    case "or": {
      if (needsStatements(expression.right)) return writer.value(expression);
      const left = condition(expression.left, writer);
      return (expression.kind === "and" ? and : or)(left, condition(expression.right, writer));
    }
    case "or-else":
      if (
        needsStatements(expression.right) ||
        !(isNeverFalse(expression.left.type) || isFalse(expression.right))
      )
        return writer.value(expression);
      if (isFalse(expression.right)) return condition(expression.left, writer);
      return or(writer.value(expression.left), condition(expression.right, writer));
    case "choose":
      return chosen(expression, writer) ?? writer.value(expression);
    default:
      return writer.value(expression);
  }
}

function comparison(
  { operator, operands }: Extract<Expression, { kind: "operation" }>,
  writer: Writer,
): lua.Expression | undefined {
  const [left, right] = operands as [Expression, Expression];
  if (operator === "not") return luaOpposite(condition(left, writer));
  const searched = search(operator, left, right, writer);
  if (searched !== undefined) return searched;
  if (operator !== "equal" && operator !== "not-equal") return undefined;
  const isSame = operator === "equal";
  if (right.kind === "nothing" && isNeverFalse(left.type)) {
    const there = writer.value(left);
    return isSame ? luaOpposite(there) : there;
  }
  if (right.kind === "truth" && isTruth(left)) {
    const holds = condition(left, writer);
    return right.value === isSame ? holds : luaOpposite(holds);
  }
  return undefined;
}

/** `c ? a : false` and its like. */
function chosen(
  { condition: test, whenTrue, whenFalse }: Extract<Expression, { kind: "choose" }>,
  writer: Writer,
): lua.Expression | undefined {
  if (needsStatements(whenTrue) || needsStatements(whenFalse)) return undefined;
  if (whenTrue.kind === "truth") {
    const holds = condition(test, writer);
    const branch = () => condition(whenFalse, writer);
    return whenTrue.value ? or(holds, branch()) : and(luaOpposite(holds), branch());
  }
  if (whenFalse.kind !== "truth") return undefined;
  const holds = condition(test, writer);
  const branch = () => condition(whenTrue, writer);
  return whenFalse.value ? or(luaOpposite(holds), branch()) : and(holds, branch());
}

function isFalse(expression: Expression): boolean {
  return expression.kind === "nothing" || (expression.kind === "truth" && !expression.value);
}
