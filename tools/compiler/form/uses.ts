// Who uses what. What a block uses is worked out once: blocks do not change, and a pass leaves most of them as they are.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, FunctionName, Program, Statement, Variable } from "./program.ts";
import type { Field } from "./types.ts";
import { visitBlock } from "./visit.ts";

/** How often; what stands in a function that is made within counts as well. */
export interface Uses {
  readonly variables: ReadonlyMap<Variable, { reads: number; writes: number }>;
  readonly functions: ReadonlyMap<FunctionName, { calls: number; values: number }>;
  /** `made`: records that are made with it. */
  readonly fields: ReadonlyMap<Field, { reads: number; writes: number; made: number }>;
}

const known = new WeakMap<Block | Program, Uses>();

/** What a block uses, all that is in it included. A `let` with a value is no write. */
export function usesIn(block: Block): Uses {
  return remembered(block, () => {
    const uses = new Counted();
    visitBlock(block, {
      statement: (one) => uses.statement(one),
      expression: (one) => uses.expression(one),
    });
    return uses;
  });
}

/** What a whole program uses. */
export function usesOf(program: Program): Uses {
  return remembered(program, () => {
    const all = new Counted();
    all.add(usesIn(program.start));
    for (const { body } of program.functions.values()) all.add(usesIn(body));
    return all;
  });
}

/** Is one of what is used such a one? */
export function isAny<Used>(used: ReadonlyMap<Used, unknown>, isSuch: (one: Used) => boolean): boolean {
  for (const one of used.keys()) if (isSuch(one)) return true;
  return false;
}

function remembered(of: Block | Program, count: () => Uses): Uses {
  const before = known.get(of);
  if (before !== undefined) return before;
  const uses = count();
  known.set(of, uses);
  return uses;
}

class Counted implements Uses {
  readonly variables = new Map<Variable, { reads: number; writes: number }>();
  readonly functions = new Map<FunctionName, { calls: number; values: number }>();
  readonly fields = new Map<Field, { reads: number; writes: number; made: number }>();

  statement(one: Statement): void {
    if (one.kind !== "assign") return;
    if (one.target.kind === "variable") this.variable(one.target.variable).writes += 1;
    if (one.target.kind === "field") this.field(one.target.field).writes += 1;
  }

  expression(one: Expression): void {
    switch (one.kind) {
      case "variable":
        this.variable(one.variable).reads += 1;
        return;
      case "function":
        this.function(one.function).values += 1;
        return;
      case "call":
        this.function(one.function).calls += 1;
        return;
      case "field":
        this.field(one.field).reads += 1;
        return;
      case "record":
        for (const { field } of one.values) this.field(field).made += 1;
        return;
    }
  }

  add(other: Uses): void {
    for (const [one, { reads, writes }] of other.variables) {
      const own = this.variable(one);
      own.reads += reads;
      own.writes += writes;
    }
    for (const [one, { calls, values }] of other.functions) {
      const own = this.function(one);
      own.calls += calls;
      own.values += values;
    }
    for (const [one, { reads, writes, made }] of other.fields) {
      const own = this.field(one);
      own.reads += reads;
      own.writes += writes;
      own.made += made;
    }
  }

  private variable(one: Variable): { reads: number; writes: number } {
    return entryIn(this.variables, one, () => ({ reads: 0, writes: 0 }));
  }

  private function(one: FunctionName): { calls: number; values: number } {
    return entryIn(this.functions, one, () => ({ calls: 0, values: 0 }));
  }

  private field(one: Field): { reads: number; writes: number; made: number } {
    return entryIn(this.fields, one, () => ({ reads: 0, writes: 0, made: 0 }));
  }
}

function entryIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const before = map.get(key);
  if (before !== undefined) return before;
  const made = make();
  map.set(key, made);
  return made;
}

/** Does an expression read a variable, in a function that it makes or outside of one? */
export function isReadIn(variable: Variable, one: Expression): boolean {
  if (one.kind === "variable") return one.variable === variable;
  if (one.kind === "closure") return usesIn(one.function.body).variables.has(variable);
  return partsOf(one).some((part) => isReadIn(variable, part));
}

/** Does a statement read or write a variable? */
export function isUsedIn(variable: Variable, one: Statement): boolean {
  if (one.kind === "assign" && one.target.kind === "variable" && one.target.variable === variable)
    return true;
  if (one.kind === "define") return usesIn(one.function.body).variables.has(variable);
  if (expressionsOf(one).some((expression) => isReadIn(variable, expression))) return true;
  return blocksOf(one).some((block) => usesIn(block).variables.has(variable));
}
