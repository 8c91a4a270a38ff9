// Statements and functions in the order in which Lua sees them: a local is there only behind its declaration,
// where the IR's functions may be called, and its variables seen, before.
//
// A function stands in front of the first statement that needs it; those that name each other, and variables
// that a function needs before their own statement, are declared in front.
import type { Named } from "../../../compiler/ir/names.ts";
import { madeBy } from "../../../compiler/ir/parts.ts";
import type { Block, FunctionDef, FunctionName, Statement, Variable } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import { visitBlock } from "../../../compiler/ir/visit.ts";
import { at, BuildError } from "../../../compiler/source/build-error.ts";

export type Item = Statement | { kind: "forward"; of: Named };

/** The statements of a block within a function. */
export function inLuaOrder(block: Block): readonly Item[] {
  const defined = block.flatMap((statement) => (statement.kind === "define" ? [statement.function] : []));
  if (defined.length === 0 && !hasFunction(block)) return block;
  const order = new Order(defined, block);
  for (const statement of block) if (statement.kind !== "define") order.statement(statement);
  return order.items;
}

/**
 * A whole program: what the start needs, and nothing else. Behind the last variable, in the order of the
 * source.
 */
export function programInLuaOrder(functions: Iterable<FunctionDef>, start: Block): readonly Item[] {
  const all = [...functions];
  const order = new Order(all, start);
  const needed = reached(all, start);
  const last = start.findLastIndex((statement) => madeBy(statement).length > 0);
  for (const statement of start.slice(0, last + 1)) order.statement(statement);
  for (const fn of all) if (needed.has(fn.id)) order.function(fn.id);
  for (const statement of start.slice(last + 1)) order.statement(statement);
  return order.items;
}

function reached(functions: readonly FunctionDef[], start: Block): Set<FunctionName> {
  const bodies = new Map(functions.map(({ id, body }) => [id, body]));
  const names = new Set(usesIn(start).functions.keys());
  for (const id of names) {
    const body = bodies.get(id);
    if (body !== undefined) for (const called of usesIn(body).functions.keys()) names.add(called);
  }
  return names;
}

function hasFunction(block: Block): boolean {
  let hasOne = false;
  visitBlock(block, {
    inner: () => {
      hasOne = true;
    },
  });
  return hasOne;
}

class Order {
  readonly items: Item[] = [];
  private readonly functions: ReadonlyMap<FunctionName, FunctionDef>;
  private readonly begun = new Set<FunctionName>();
  private readonly lets = new Map<Variable, Statement>();
  /** Everything in sight: variables, and functions that are there or declared in front. */
  private readonly seen = new Set<Named>();
  private readonly moved = new Set<Statement>();

  constructor(functions: readonly FunctionDef[], statements: Block) {
    this.functions = new Map(functions.map((fn) => [fn.id, fn]));
    for (const statement of statements)
      if (statement.kind === "let" || statement.kind === "take")
        for (const variable of madeBy(statement)) this.lets.set(variable, statement);
  }

  statement(statement: Statement): void {
    if (this.moved.has(statement)) return;
    const uses = usesIn([statement]);
    for (const id of uses.functions.keys()) this.function(id);
    const isItself = statement.kind === "let" && statement.value?.kind === "closure";
    for (const variable of uses.variables.keys())
      if (!(isItself && statement.variable === variable)) this.variable(variable);
    if (statement.kind === "take") for (const variable of madeBy(statement)) this.requireUnseen(variable);
    this.items.push(statement);
    for (const variable of madeBy(statement)) this.seen.add(variable);
  }

  /** A definition with all that it needs in front of it. */
  function(id: FunctionName): void {
    const fn = this.functions.get(id);
    if (fn === undefined || this.begun.has(id)) return;
    this.begun.add(id);
    const uses = usesIn(fn.body);
    for (const called of uses.functions.keys()) {
      if (called === id || !this.functions.has(called)) continue;
      if (!this.begun.has(called)) this.function(called);
      else this.declare(called);
    }
    for (const variable of uses.variables.keys()) this.variable(variable);
    this.items.push({ kind: "define", place: id.place, function: fn });
    this.seen.add(id);
  }

  private variable(variable: Variable): void {
    const statement = this.lets.get(variable);
    if (statement === undefined || this.seen.has(variable)) return;
    const isLiteral =
      statement.kind === "let" && (statement.value === undefined || isPlain(statement.value.kind));
    if (!isLiteral) this.declare(variable);
    else {
      this.moved.add(statement);
      this.items.push(statement);
      this.seen.add(variable);
    }
  }

  private declare(named: Named): void {
    if (this.seen.has(named)) return;
    this.seen.add(named);
    this.items.push({ kind: "forward", of: named });
  }

  private requireUnseen(variable: Variable): void {
    if (!this.seen.has(variable)) return;
    const sentence = `${variable.name} is seen by a function before it is there; declare it above that function.`;
    throw new BuildError(at(variable.place, sentence));
  }
}

function isPlain(kind: string): boolean {
  return kind === "number" || kind === "text" || kind === "truth" || kind === "nothing";
}
