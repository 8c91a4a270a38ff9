// The step of a loop, put at the end of each turn, for a language whose loops have none.
import type { Block } from "./program.ts";

/** The step also stands before each `continue` of this loop. */
export function withSteps(body: Block, step: Block): Block {
  return body.flatMap((one): Block => {
    switch (one.kind) {
      case "continue":
        return [...step, one];
      case "if":
        return [
          { ...one, whenTrue: withSteps(one.whenTrue, step), whenFalse: withSteps(one.whenFalse, step) },
        ];
      case "block":
        return [{ ...one, body: withSteps(one.body, step) }];
      case "attempt":
        return [{ ...one, body: withSteps(one.body, step), caught: withSteps(one.caught, step) }];
      default:
        return [one];
    }
  });
}
