// `continue` in a loop's body: most of them stand at the end of a branch, and the rest of the body is the
// other branch.
import { blocksOf } from "../../../compiler/ir/parts.ts";
import type { Block, Statement } from "../../../compiler/ir/program.ts";

/** The body without those `continue` that its structure can express as well. */
export function withoutContinue(body: Block): Block {
  for (const [at, statement] of body.entries()) {
    const rest = body.slice(at + 1);
    if (statement.kind === "continue") return body.slice(0, at);
    if (statement.kind === "if") {
      const [yes, no] = [endsInContinue(statement.whenTrue), endsInContinue(statement.whenFalse)];
      if (!yes && !no && rest.length > 0) continue;
      const changed: Statement = {
        ...statement,
        whenTrue: withoutContinue(no && !yes ? [...statement.whenTrue, ...rest] : statement.whenTrue),
        whenFalse: withoutContinue(yes && !no ? [...statement.whenFalse, ...rest] : statement.whenFalse),
      };
      return [...body.slice(0, at), changed];
    }
    if (statement.kind === "block" && rest.length === 0)
      return [...body.slice(0, at), { ...statement, body: withoutContinue(statement.body) }];
  }
  return body;
}

function endsInContinue(block: Block): boolean {
  return block.at(-1)?.kind === "continue";
}

/** Does this very loop have such a statement? */
export function hasOwn(block: Block, kind: "break" | "continue"): boolean {
  return block.some((statement) => {
    if (statement.kind === kind) return true;
    if (statement.kind === "loop" || statement.kind === "each") return false;
    return blocksOf(statement).some((inner) => hasOwn(inner, kind));
  });
}
