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
  const unread = (variable: Variable): boolean =>
    needed.tops.has(variable) && !needed.variables.has(variable);
  const isStored = (block: Block): boolean => {
    for (const cell of usesIn(block).written) if (isVariable(cell) && unread(cell)) return true;
    return false;
  };
  const statement = (step: Statement): Block => {
    if (step.kind === "assign" && step.target.kind === "variable" && unread(step.target.variable))
      return [{ kind: "evaluate", place: step.place, value: step.value }];
    if (step.kind !== "let" || !unread(step.variable)) return [step];
    if (step.value === undefined || needed.effects.isPure(step.value)) return [];
    return [{ kind: "evaluate", place: step.place, value: step.value }];
  };
  const isWhole = [...needed.tops].every((variable) => needed.variables.has(variable));
  const start = isWhole ? program.start : rewriteBlock(program.start, { statement });
  return mapFunctions(
    { ...program, start },
    (definition) => {
      if (!needed.functions.has(definition.id)) return undefined;
      return isStored(definition.body) ? rewriteFunction(definition, { statement }) : definition;
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
      statement: (statement) => {
        if (statement.kind === "let") this.tops.add(statement.variable);
      },
    });
    for (const statement of program.start) {
      const isIdle =
        statement.kind === "let" && (statement.value === undefined || this.effects.isPure(statement.value));
      if (isIdle) this.waiting.set(statement.variable, statement);
      else acting.push(statement);
    }
    this.add(usesIn(acting));
  }

  private add(uses: Uses): void {
    const queue = [uses];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const [variable, { reads }] of next.variables) {
        if (reads === 0 || this.variables.has(variable)) continue;
        this.variables.add(variable);
        const declaration = this.waiting.get(variable);
        if (declaration !== undefined) queue.push(usesIn([declaration]));
      }
      for (const name of next.functions.keys()) {
        if (this.functions.has(name)) continue;
        this.functions.add(name);
        const made = this.program.functions.get(name);
        if (made !== undefined) queue.push(usesIn(made.body));
      }
    }
  }
}
