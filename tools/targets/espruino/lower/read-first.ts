// `x += f()` reads `x` on Espruino when `f` has run, and JavaScript before. Where `f` may change `x`, a
// variable holds what `x` was: shortening makes `x += f()` of `x = x + f()` as well.
//
// Takes and gives a whole program.
import type { Program, Statement } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { changesIn } from "./changes.ts";
import { heldIn } from "./on-the-spot.ts";

export function withFirstReads(program: Program): Program {
  const isChangedBy = changesIn(program);
  return rewriteProgram(program, {
    statement: (one) => {
      if (one.kind !== "assign" || one.value.kind !== "operation") return [one];
      const { value, target, place } = one;
      const [old, by] = value.operands;
      if (old === undefined || by === undefined || old.kind !== target.kind) return [one];
      if (!isChangedBy(old, [by])) return [one];
      const { variable, read } = heldIn(old);
      return [
        { kind: "let", place, variable, value: old },
        { ...one, value: { ...value, operands: [read, by] } },
      ] satisfies Statement[];
    },
  });
}
