// An expression of which only matters whether it holds: Lua takes nil for false, and anything else for true.
import type * as lua from "typescript-to-lua/dist/LuaAST.js";
import type { Expression } from "../../../compiler/ir/program.ts";
import { needsStatements } from "./choices.ts";
import { isNeverFalse, isTruth } from "./facts.ts";
import { and, opposite, or } from "./lua-nodes.ts";
import { search } from "./search.ts";
import type { Writer } from "./writer.ts";

export function condition(one: Expression, writer: Writer): lua.Expression {
  switch (one.kind) {
    case "operation":
      return comparison(one, writer) ?? writer.value(one);
    case "and":
    case "or": {
      if (needsStatements(one.right)) return writer.value(one);
      const left = condition(one.left, writer);
      return (one.kind === "and" ? and : or)(left, condition(one.right, writer));
    }
    case "or-else":
      if (needsStatements(one.right) || !(isNeverFalse(one.left.type) || isFalse(one.right)))
        return writer.value(one);
      if (isFalse(one.right)) return condition(one.left, writer);
      return or(writer.value(one.left), condition(one.right, writer));
    case "choose":
      return chosen(one, writer) ?? writer.value(one);
    default:
      return writer.value(one);
  }
}

function comparison(
  { operator, operands }: Extract<Expression, { kind: "operation" }>,
  writer: Writer,
): lua.Expression | undefined {
  const [left, right] = operands as [Expression, Expression];
  if (operator === "not") return opposite(condition(left, writer));
  const found = search(operator, left, right, writer);
  if (found !== undefined) return found;
  if (operator !== "equal" && operator !== "not-equal") return undefined;
  const isSame = operator === "equal";
  if (right.kind === "nothing" && isNeverFalse(left.type)) {
    const there = writer.value(left);
    return isSame ? opposite(there) : there;
  }
  if (right.kind === "truth" && isTruth(left)) {
    const holds = condition(left, writer);
    return right.value === isSame ? holds : opposite(holds);
  }
  return undefined;
}

/** `c ? a : false` and its like. */
function chosen(
  { condition: asked, whenTrue, whenFalse }: Extract<Expression, { kind: "choose" }>,
  writer: Writer,
): lua.Expression | undefined {
  if (needsStatements(whenTrue) || needsStatements(whenFalse)) return undefined;
  if (whenTrue.kind === "truth") {
    const holds = condition(asked, writer);
    const other = () => condition(whenFalse, writer);
    return whenTrue.value ? or(holds, other()) : and(opposite(holds), other());
  }
  if (whenFalse.kind !== "truth") return undefined;
  const holds = condition(asked, writer);
  const other = () => condition(whenTrue, writer);
  return whenFalse.value ? or(opposite(holds), other()) : and(holds, other());
}

function isFalse(one: Expression): boolean {
  return one.kind === "nothing" || (one.kind === "truth" && !one.value);
}
