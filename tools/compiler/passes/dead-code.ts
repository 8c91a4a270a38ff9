// Removes dead code: functions that nothing calls, variables of the start that nobody reads, and the values
// that are only stored in them.
//
// Needs effects. Keeps what a value does when it is worked out, though nobody reads it.

import { isVariable } from "../ir/effect.ts";
import { type Effects, effectsIn } from "../ir/effects.ts";
import type { Block, FunctionName, Program, Statement, Variable } from "../ir/program.ts";
import { mapFunctions, rewriteBlock, rewriteFunction } from "../ir/rewrite.ts";
import { type Uses, usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";

export function deadCode(program: Program): Program {
  const needed = new Needed(program);
  const unread = (one: Variable): boolean => needed.tops.has(one) && !needed.variables.has(one);
  const isStored = (block: Block): boolean => {
    for (const one of usesIn(block).written) if (isVariable(one) && unread(one)) return true;
    return false;
  };
  const statement = (one: Statement): Block => {
    if (one.kind === "assign" && one.target.kind === "variable" && unread(one.target.variable))
      return [{ kind: "evaluate", place: one.place, value: one.value }];
    if (one.kind !== "let" || !unread(one.variable)) return [one];
    if (one.value === undefined || needed.effects.isPure(one.value)) return [];
    return [{ kind: "evaluate", place: one.place, value: one.value }];
  };
  const isWhole = [...needed.tops].every((one) => needed.variables.has(one));
  const start = isWhole ? program.start : rewriteBlock(program.start, { statement });
  return mapFunctions(
    { ...program, start },
    (one) => {
      if (!needed.functions.has(one.id)) return undefined;
      return isStored(one.body) ? rewriteFunction(one, { statement }) : one;
    },
    program,
  );
}

/** The functions and variables named by code that runs. */
class Needed {
  readonly tops = new Set<Variable>();
  readonly variables = new Set<Variable>();
  readonly functions = new Set<FunctionName>();
  readonly effects: Effects;
  /** The value of a variable of the start, where nothing but the variable needs it. */
  private readonly waiting = new Map<Variable, Statement>();

  constructor(private readonly program: Program) {
    this.effects = effectsIn(program);
    const acting: Statement[] = [];
    visitBlock(program.start, {
      statement: (one) => {
        if (one.kind === "let") this.tops.add(one.variable);
      },
    });
    for (const one of program.start) {
      const isIdle = one.kind === "let" && (one.value === undefined || this.effects.isPure(one.value));
      if (isIdle) this.waiting.set(one.variable, one);
      else acting.push(one);
    }
    this.add(usesIn(acting));
  }

  private add(uses: Uses): void {
    const queue = [uses];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const [one, { reads }] of next.variables) {
        if (reads === 0 || this.variables.has(one)) continue;
        this.variables.add(one);
        const given = this.waiting.get(one);
        if (given !== undefined) queue.push(usesIn([given]));
      }
      for (const one of next.functions.keys()) {
        if (this.functions.has(one)) continue;
        this.functions.add(one);
        const made = this.program.functions.get(one);
        if (made !== undefined) queue.push(usesIn(made.body));
      }
    }
  }
}
