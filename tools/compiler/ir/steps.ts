// The step of a loop, put at the end of each turn, for a language whose loops have none.
import type { Block } from "./program.ts";

/** The step also stands before each `continue` of this loop. */
export function withSteps(body: Block, step: Block): Block {
  return body.flatMap((statement): Block => {
    switch (statement.kind) {
      case "continue":
        return [...step, statement];
      case "if":
        return [
          {
            ...statement,
            whenTrue: withSteps(statement.whenTrue, step),
            whenFalse: withSteps(statement.whenFalse, step),
          },
        ];
      case "block":
        return [{ ...statement, body: withSteps(statement.body, step) }];
      case "attempt":
        return [
          { ...statement, body: withSteps(statement.body, step), caught: withSteps(statement.caught, step) },
        ];
      default:
        return [statement];
    }
  });
}
