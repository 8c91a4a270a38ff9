// `continue` in a loop's body: most of them stand at the end of a branch, and the rest of the body is the
// other branch.
import { blocksOf } from "../../../compiler/ir/parts.ts";
import type { Block, Statement } from "../../../compiler/ir/program.ts";

/** The body without those `continue` that its structure can express as well. */
export function withoutContinue(body: Block): Block {
  for (const [at, one] of body.entries()) {
    const rest = body.slice(at + 1);
    if (one.kind === "continue") return body.slice(0, at);
    if (one.kind === "if") {
      const [yes, no] = [endsInContinue(one.whenTrue), endsInContinue(one.whenFalse)];
      if (!yes && !no && rest.length > 0) continue;
      const changed: Statement = {
        ...one,
        whenTrue: withoutContinue(no && !yes ? [...one.whenTrue, ...rest] : one.whenTrue),
        whenFalse: withoutContinue(yes && !no ? [...one.whenFalse, ...rest] : one.whenFalse),
      };
      return [...body.slice(0, at), changed];
    }
    if (one.kind === "block" && rest.length === 0)
      return [...body.slice(0, at), { ...one, body: withoutContinue(one.body) }];
  }
  return body;
}

function endsInContinue(block: Block): boolean {
  return block.at(-1)?.kind === "continue";
}

/** Does this very loop have such a statement? */
export function hasOwn(block: Block, kind: "break" | "continue"): boolean {
  return block.some((one) => {
    if (one.kind === kind) return true;
    if (one.kind === "loop" || one.kind === "each") return false;
    return blocksOf(one).some((inner) => hasOwn(inner, kind));
  });
}
