// Functions tagged `inline` stand in place of their calls in `hot` ones: what runs with each message pays for
// no call of a few words. They stay functions for everyone else.
//
// It needs nothing of other passes, and keeps the functions themselves: whoever is not called any more goes
// by another.

import { Effects } from "../ir/effects.ts";
import type { FunctionDef, FunctionName, Program } from "../ir/program.ts";
import { usesIn } from "../ir/uses.ts";
import { CallsInPlace } from "./calls-in-place.ts";
import type { Call } from "./given-arguments.ts";

/** `areBranchesApart`: those tagged `branch`, which stand in a branch of a hot one, stay functions. */
export function inlineTagged(program: Program, { areBranchesApart = false } = {}): Program {
  const isTagged = ({ tags }: FunctionName): boolean =>
    areBranchesApart
      ? tags.includes("inline") && !tags.includes("branch")
      : tags.includes("inline") || tags.includes("branch");
  return new Copies(program, isTagged).run();
}

class Copies {
  private known: Effects | undefined;
  private readonly done = new Map<FunctionName, FunctionDef>();
  private readonly open = new Set<FunctionName>();

  constructor(
    private readonly program: Program,
    private readonly isTagged: (name: FunctionName) => boolean,
  ) {}

  run(): Program {
    let isSame = true;
    const functions = new Map(this.program.functions);
    for (const definition of this.program.functions.values()) {
      if (!definition.id.tags.includes("hot") && !this.isTagged(definition.id)) continue;
      const inlined = this.function(definition);
      isSame &&= inlined === definition;
      functions.set(definition.id, inlined);
    }
    return isSame ? this.program : { ...this.program, functions };
  }

  private function(definition: FunctionDef): FunctionDef {
    const known = this.done.get(definition.id);
    if (known !== undefined) return known;
    this.open.add(definition.id);
    const called = this.taggedIn(definition);
    for (const callee of called) if (!this.open.has(callee.id)) this.function(callee);
    const inlined = called.length === 0 ? definition : this.callsIn().inFunction(definition);
    this.open.delete(definition.id);
    this.done.set(definition.id, inlined);
    return inlined;
  }

  private taggedIn({ body }: FunctionDef): FunctionDef[] {
    return [...usesIn(body).functions].flatMap(([id, { calls }]) =>
      calls > 0 && this.isTagged(id) ? (this.program.functions.get(id) ?? []) : [],
    );
  }

  private callsIn(): CallsInPlace {
    this.known ??= new Effects(this.program);
    const choice = {
      way: "copied" as const,
      of: ({ function: id }: Call) =>
        this.isTagged(id) && !this.open.has(id) && !this.callsItself(id) ? this.done.get(id) : undefined,
      done: () => {},
    };
    return new CallsInPlace(choice, this.known);
  }

  /** Does it call itself by way of tagged functions? Then a copy would have the next one in it, for ever. */
  private callsItself(id: FunctionName): boolean {
    const seen = new Set<FunctionName>();
    const queue = [id];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const function_ = this.program.functions.get(name);
      for (const callee of function_ === undefined ? [] : this.taggedIn(function_)) {
        if (callee.id === id) return true;
        if (seen.has(callee.id)) continue;
        seen.add(callee.id);
        queue.push(callee.id);
      }
    }
    return false;
  }
}
