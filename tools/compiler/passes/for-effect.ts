// The side effects of an expression, as statements, where its value is not used.
import type { Effects } from "../ir/effects.ts";
import { partsOf } from "../ir/parts.ts";
import type { Block, Expression } from "../ir/program.ts";

/** The side effects of an expression, in their order; none of a pure one. */
export function forEffect(one: Expression, effects: Effects): Block {
  if (effects.isPure(one)) return [];
  const { place } = one;
  switch (one.kind) {
    case "choose": {
      const [whenTrue, whenFalse] = [forEffect(one.whenTrue, effects), forEffect(one.whenFalse, effects)];
      return [{ kind: "if", place, condition: one.condition, whenTrue, whenFalse }];
    }
    case "and":
    case "or": {
      const right = forEffect(one.right, effects);
      if (right.length === 0) return forEffect(one.left, effects);
      const [whenTrue, whenFalse] = one.kind === "and" ? [right, []] : [[], right];
      return [{ kind: "if", place, condition: one.left, whenTrue, whenFalse }];
    }
    case "call":
    case "call-value":
    case "call-member":
    case "new":
    case "or-else":
      return [{ kind: "evaluate", place, value: one }];
    case "operation":
      if (one.operator === "append") return [{ kind: "evaluate", place, value: one }];
  }
  return partsOf(one).flatMap((part) => forEffect(part, effects));
}
