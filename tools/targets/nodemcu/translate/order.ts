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
  const defined = block.flatMap((one) => (one.kind === "define" ? [one.function] : []));
  if (defined.length === 0 && !hasFunction(block)) return block;
  const order = new Order(defined, block);
  for (const one of block) if (one.kind !== "define") order.statement(one);
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
  const last = start.findLastIndex((one) => madeBy(one).length > 0);
  for (const one of start.slice(0, last + 1)) order.statement(one);
  for (const one of all) if (needed.has(one.id)) order.function(one.id);
  for (const one of start.slice(last + 1)) order.statement(one);
  return order.items;
}

function reached(functions: readonly FunctionDef[], start: Block): Set<FunctionName> {
  const bodies = new Map(functions.map(({ id, body }) => [id, body]));
  const found = new Set(usesIn(start).functions.keys());
  for (const id of found) {
    const body = bodies.get(id);
    if (body !== undefined) for (const other of usesIn(body).functions.keys()) found.add(other);
  }
  return found;
}

function hasFunction(block: Block): boolean {
  let found = false;
  visitBlock(block, {
    inner: () => {
      found = true;
    },
  });
  return found;
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
    this.functions = new Map(functions.map((one) => [one.id, one]));
    for (const one of statements)
      if (one.kind === "let" || one.kind === "take")
        for (const variable of madeBy(one)) this.lets.set(variable, one);
  }

  statement(one: Statement): void {
    if (this.moved.has(one)) return;
    const uses = usesIn([one]);
    for (const id of uses.functions.keys()) this.function(id);
    const isItself = one.kind === "let" && one.value?.kind === "closure";
    for (const variable of uses.variables.keys())
      if (!(isItself && one.variable === variable)) this.variable(variable);
    if (one.kind === "take") for (const variable of madeBy(one)) this.requireUnseen(variable);
    this.items.push(one);
    for (const variable of madeBy(one)) this.seen.add(variable);
  }

  /** A definition with all that it needs in front of it. */
  function(id: FunctionName): void {
    const one = this.functions.get(id);
    if (one === undefined || this.begun.has(id)) return;
    this.begun.add(id);
    const uses = usesIn(one.body);
    for (const other of uses.functions.keys()) {
      if (other === id || !this.functions.has(other)) continue;
      if (!this.begun.has(other)) this.function(other);
      else this.declare(other);
    }
    for (const variable of uses.variables.keys()) this.variable(variable);
    this.items.push({ kind: "define", place: id.place, function: one });
    this.seen.add(id);
  }

  private variable(variable: Variable): void {
    const one = this.lets.get(variable);
    if (one === undefined || this.seen.has(variable)) return;
    const isLiteral = one.kind === "let" && (one.value === undefined || isPlain(one.value.kind));
    if (!isLiteral) this.declare(variable);
    else {
      this.moved.add(one);
      this.items.push(one);
      this.seen.add(variable);
    }
  }

  private declare(one: Named): void {
    if (this.seen.has(one)) return;
    this.seen.add(one);
    this.items.push({ kind: "forward", of: one });
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
