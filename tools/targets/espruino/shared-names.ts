// One name for the counters of loops that run one behind the other: where a function has one scope, each name costs the
// script a `var`, and Espruino a JsVar while the function runs.
//
// Takes a whole program, and gives for a variable the one whose name it has: one that has been declared whenever it is
// reached, for Espruino takes a name without a `var` in front of it for one of the whole program, and shortening leaves
// the second `var` of a name away. One that another function sees, or that begins without a value, keeps its own name; so
// does one of a function's outermost block, which shortening moves into its use.
import { type Named, namesIn } from "../../compiler/form/names.ts";
import { blocksOf } from "../../compiler/form/parts.ts";
import type { Block, Program, Statement, Variable } from "../../compiler/form/program.ts";
import { usesIn } from "../../compiler/form/uses.ts";
import { visitProgram } from "../../compiler/form/visit.ts";

export function sharedNamesIn(program: Program, reserved: Iterable<string> = []): (one: Named) => string {
  const names = namesIn(program, reserved);
  const shared = new Sharing(program).shared;
  return (one) => names(shared.get(one) ?? one);
}

class Sharing {
  readonly shared = new Map<Named, Variable>();
  private readonly kept = new Set<Named>();

  constructor(program: Program) {
    const bodies = [...program.functions.values()].map(({ body }) => body);
    const inner: Block[] = [];
    visitProgram(program, { inner: ({ body }) => inner.push(body) });
    for (const body of [...bodies, ...inner])
      for (const variable of usesIn(body).variables.keys()) this.kept.add(variable);
    this.within(program.start);
    // What a function itself names is its own; what one within it names is kept.
    this.kept.clear();
    for (const body of inner) for (const variable of usesIn(body).variables.keys()) this.kept.add(variable);
    for (const body of bodies) this.within(body);
  }

  /** The blocks of a function's outermost one. */
  private within(block: Block): void {
    const free: Variable[] = [];
    for (const one of block) this.blocks(one, free);
  }

  /** Gives the names that are declared in it, and free behind it. */
  private block(block: Block, around: readonly Variable[]): Variable[] {
    const free = [...around];
    const declared: Variable[] = [];
    for (const one of block) {
      if (one.kind === "let" && one.value !== undefined) declared.push(...this.named(one.variable, free));
      const before = free.length;
      this.blocks(one, free);
      declared.push(...free.slice(before));
    }
    return declared;
  }

  /** The blocks of a statement. What does not always run declares nothing for what comes behind it. */
  private blocks(one: Statement, free: Variable[]): void {
    if (one.kind === "block") {
      free.push(...this.block(one.body, free));
      return;
    }
    const inner = [...free];
    if (one.kind === "each") this.named(one.variable, inner);
    for (const block of blocksOf(one)) this.block(block, inner);
  }

  /** Takes a name that is free, where there is one; gives the variable's own, where there is none. */
  private named(variable: Variable, free: Variable[]): readonly Variable[] {
    if (this.kept.has(variable)) return [];
    const before = free.pop();
    if (before === undefined) return [variable];
    this.shared.set(variable, before);
    return [];
  }
}
