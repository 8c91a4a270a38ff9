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
    statement: (statement) => {
      if (statement.kind !== "assign" || statement.value.kind !== "operation") return [statement];
      const { value, target, place } = statement;
      const [old, by] = value.operands;
      if (old === undefined || by === undefined || old.kind !== target.kind) return [statement];
      if (!isChangedBy(old, [by])) return [statement];
      const { variable, read } = heldIn(old);
      return [
        { kind: "let", place, variable, value: old },
        { ...statement, value: { ...value, operands: [read, by] } },
      ] satisfies Statement[];
    },
  });
}
