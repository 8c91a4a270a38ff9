// A function that is called from one place stands there instead: a function costs four to six JsVars on
// Espruino, and a prototype and a closure in Lua, whether it is called once or a thousand times.
//
// It needs nothing of other passes. What a function does keeps its order; one that is a value somewhere,
// calls itself, asks for `this`, or runs rarely where its caller does not stays as it is.

import { Effects } from "../ir/effects.ts";
import type { FunctionDef, FunctionName, Program } from "../ir/program.ts";
import { usesIn, usesOf } from "../ir/uses.ts";
import { CallsInPlace } from "./calls-in-place.ts";
import type { Call } from "./given-arguments.ts";

/** `areBranchesApart`: those tagged `branch` stay functions. */
export function inlineCalls(program: Program, { areBranchesApart = false } = {}): Program {
  const single = new Set<FunctionName>();
  for (const [id, { calls, values }] of usesOf(program).functions)
    if (calls === 1 && values === 0 && !(areBranchesApart && id.tags.includes("branch"))) single.add(id);
  return single.size === 0 ? program : new Merge(program, single).run();
}

class Merge {
  private readonly effects: Effects;
  private readonly done = new Map<FunctionName, FunctionDef>();
  private readonly open = new Set<FunctionName>();
  private readonly gone = new Set<FunctionName>();

  constructor(
    private readonly program: Program,
    private readonly single: ReadonlySet<FunctionName>,
  ) {
    this.effects = new Effects(program);
  }

  run(): Program {
    for (const definition of this.program.functions.values()) this.function(definition);
    const start = this.callsIn(undefined).inStart(this.program.start);
    if (this.gone.size === 0) return this.program;
    const kept = [...this.program.functions.keys()].filter((id) => !this.gone.has(id));
    return {
      ...this.program,
      functions: new Map(kept.map((id) => [id, this.done.get(id) as FunctionDef])),
      start,
    };
  }

  /** Called functions are inlined first: each stands in its caller in its final form. */
  private function(definition: FunctionDef): void {
    const { id } = definition;
    if (this.done.has(id) || this.open.has(id)) return;
    this.open.add(id);
    const called = [...usesIn(definition.body).functions.keys()].filter((callee) => this.single.has(callee));
    for (const callee of called) {
      const known = this.program.functions.get(callee);
      if (known !== undefined) this.function(known);
    }
    this.done.set(id, called.length === 0 ? definition : this.callsIn(id).inFunction(definition));
    this.open.delete(id);
  }

  private callsIn(caller: FunctionName | undefined): CallsInPlace {
    const choice = {
      way: "moved" as const,
      of: ({ function: id }: Call) =>
        this.single.has(id) && !this.gone.has(id) && !staysApart(id, caller) ? this.done.get(id) : undefined,
      done: ({ id }: FunctionDef) => this.gone.add(id),
    };
    return new CallsInPlace(choice, this.effects);
  }
}

/** Rare code inlined into frequent code would be held in memory by it. */
function staysApart(callee: FunctionName, caller: FunctionName | undefined): boolean {
  return callee.tags.includes("cold") && !(caller?.tags.includes("cold") ?? false);
}
