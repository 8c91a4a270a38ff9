// The side effects of an expression, as statements, where its value is not used.
import type { Effects } from "../ir/effects.ts";
import { partsOf } from "../ir/parts.ts";
import type { Block, Expression } from "../ir/program.ts";

/** The side effects of an expression, in their order; none of a pure one. */
export function forEffect(expression: Expression, effects: Effects): Block {
  if (effects.isPure(expression)) return [];
  const { place } = expression;
  switch (expression.kind) {
    case "choose": {
      const [whenTrue, whenFalse] = [
        forEffect(expression.whenTrue, effects),
        forEffect(expression.whenFalse, effects),
      ];
      return [{ kind: "if", place, condition: expression.condition, whenTrue, whenFalse }];
    }
    case "and":
    case "or": {
      const right = forEffect(expression.right, effects);
      if (right.length === 0) return forEffect(expression.left, effects);
      const [whenTrue, whenFalse] = expression.kind === "and" ? [right, []] : [[], right];
      return [{ kind: "if", place, condition: expression.left, whenTrue, whenFalse }];
    }
    case "call":
    case "call-value":
    case "call-member":
    case "new":
    case "or-else":
      return [{ kind: "evaluate", place, value: expression }];
    case "operation":
      if (expression.operator === "append") return [{ kind: "evaluate", place, value: expression }];
  }
  return partsOf(expression).flatMap((part) => forEffect(part, effects));
}
