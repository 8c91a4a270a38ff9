// Uses of variables, functions and fields. Those of a block are worked out once: blocks do not change, and a
// pass leaves most of them as they are.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, FunctionName, Program, Statement, Variable } from "./program.ts";
import type { Field } from "./types.ts";
import { visitBlock } from "./visit.ts";

/** The number of uses; those in a function made within count as well. */
export interface Uses {
  readonly variables: ReadonlyMap<Variable, { reads: number; writes: number }>;
  /** `unasked`: calls of it for its side effects alone, not for its value. */
  readonly functions: ReadonlyMap<FunctionName, { calls: number; unasked: number; values: number }>;
  /** `made`: records that are made with the field. */
  readonly fields: ReadonlyMap<Field, { reads: number; writes: number; made: number }>;
  /** What it stores in. */
  readonly written: ReadonlySet<Variable | Field>;
  /** Calls of functions that are values. */
  readonly valueCalls: number;
}

const inBlocks = new WeakMap<Block, Uses>();
const inPrograms = new WeakMap<Program, Uses>();

/** The uses in a block, with all its parts. A `let` with a value is no write. */
export function usesIn(block: Block): Uses {
  const before = inBlocks.get(block);
  if (before !== undefined) return before;
  const uses = new Counted();
  visitBlock(block, {
    statement: (statement) => uses.statement(statement),
    expression: (expression) => uses.expression(expression),
  });
  inBlocks.set(block, uses);
  return uses;
}

/** What a whole program uses. */
export function usesOf(program: Program): Uses {
  const before = inPrograms.get(program);
  if (before !== undefined) return before;
  const uses = new Summed(program);
  inPrograms.set(program, uses);
  return uses;
}

/**
 * The uses of all blocks of a program. Each kind is summed up at its first request: most passes request one.
 */
class Summed implements Uses {
  private readonly blocks: readonly Uses[];
  private readonly sums: { -readonly [kind in keyof Uses]?: Uses[kind] } = {};

  constructor({ start, functions }: Program) {
    this.blocks = [start, ...[...functions.values()].map(({ body }) => body)].map(usesIn);
  }

  get variables(): Uses["variables"] {
    this.sums.variables ??= sumOf(
      this.blocks.map(({ variables }) => variables),
      (sum, count) => ({ reads: sum.reads + count.reads, writes: sum.writes + count.writes }),
    );
    return this.sums.variables;
  }

  get functions(): Uses["functions"] {
    this.sums.functions ??= sumOf(
      this.blocks.map(({ functions }) => functions),
      (sum, count) => ({
        calls: sum.calls + count.calls,
        unasked: sum.unasked + count.unasked,
        values: sum.values + count.values,
      }),
    );
    return this.sums.functions;
  }

  get fields(): Uses["fields"] {
    this.sums.fields ??= sumOf(
      this.blocks.map(({ fields }) => fields),
      (sum, count) => ({
        reads: sum.reads + count.reads,
        writes: sum.writes + count.writes,
        made: sum.made + count.made,
      }),
    );
    return this.sums.fields;
  }

  get written(): Uses["written"] {
    this.sums.written ??= new Set(this.blocks.flatMap(({ written }) => [...written]));
    return this.sums.written;
  }

  get valueCalls(): number {
    return this.blocks.reduce((sum, { valueCalls }) => sum + valueCalls, 0);
  }
}

function sumOf<Used, Count>(
  all: readonly ReadonlyMap<Used, Count>[],
  add: (sum: Count, count: Count) => Count,
): ReadonlyMap<Used, Count> {
  const sums = new Map<Used, Count>();
  for (const counts of all)
    for (const [key, count] of counts) {
      const before = sums.get(key);
      sums.set(key, before === undefined ? count : add(before, count));
    }
  return sums;
}

/** Is one of what is used such a one? */
export function isAny<Used>(used: ReadonlyMap<Used, unknown>, isSuch: (key: Used) => boolean): boolean {
  for (const key of used.keys()) if (isSuch(key)) return true;
  return false;
}

class Counted implements Uses {
  readonly variables = new Map<Variable, { reads: number; writes: number }>();
  readonly functions = new Map<FunctionName, { calls: number; unasked: number; values: number }>();
  readonly fields = new Map<Field, { reads: number; writes: number; made: number }>();
  readonly written = new Set<Variable | Field>();
  valueCalls = 0;

  statement(statement: Statement): void {
    if (statement.kind === "evaluate" && statement.value.kind === "call")
      this.function(statement.value.function).unasked += 1;
    if (statement.kind !== "assign") return;
    if (statement.target.kind === "variable") {
      this.variable(statement.target.variable).writes += 1;
      this.written.add(statement.target.variable);
    }
    if (statement.target.kind === "field") {
      this.field(statement.target.field).writes += 1;
      this.written.add(statement.target.field);
    }
  }

  expression(expression: Expression): void {
    switch (expression.kind) {
      case "variable":
        this.variable(expression.variable).reads += 1;
        return;
      case "function":
        this.function(expression.function).values += 1;
        return;
      case "call":
        this.function(expression.function).calls += 1;
        return;
      case "call-value":
        this.valueCalls += 1;
        return;
      case "field":
        this.field(expression.field).reads += 1;
        return;
      case "record":
        for (const { field } of expression.values) this.field(field).made += 1;
        return;
    }
  }

  private variable(variable: Variable): { reads: number; writes: number } {
    return entryIn(this.variables, variable, () => ({ reads: 0, writes: 0 }));
  }

  private function(name: FunctionName): { calls: number; unasked: number; values: number } {
    return entryIn(this.functions, name, () => ({ calls: 0, unasked: 0, values: 0 }));
  }

  private field(field: Field): { reads: number; writes: number; made: number } {
    return entryIn(this.fields, field, () => ({ reads: 0, writes: 0, made: 0 }));
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
export function isReadIn(variable: Variable, expression: Expression): boolean {
  if (expression.kind === "variable") return expression.variable === variable;
  if (expression.kind === "closure") return usesIn(expression.function.body).variables.has(variable);
  return partsOf(expression).some((part) => isReadIn(variable, part));
}

/** Does a statement read or write a variable? */
export function isUsedIn(variable: Variable, statement: Statement): boolean {
  if (
    statement.kind === "assign" &&
    statement.target.kind === "variable" &&
    statement.target.variable === variable
  )
    return true;
  if (statement.kind === "define") return usesIn(statement.function.body).variables.has(variable);
  if (expressionsOf(statement).some((expression) => isReadIn(variable, expression))) return true;
  return blocksOf(statement).some((block) => usesIn(block).variables.has(variable));
}
