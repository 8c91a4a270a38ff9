// Effects of running a piece of a program: all that it may read and change. A pass asks here before it
// moves, drops or repeats one.
//
// A function does what it and all that it calls do. What the firmware has, and a function that is a value,
// may do anything: it may call back into the program.
import {
  ANYTHING,
  type Cell,
  type Effect,
  expressionEffect,
  Growing,
  IDLE,
  isApart,
  isVariable,
  type OwnCells,
  ownCells,
  statementEffect,
} from "./effect.ts";
import { blocksOf, expressionsOf, madeBy, partsOf } from "./parts.ts";
import type { Expression, FunctionName, Program, Statement, Variable } from "./program.ts";
import { type Uses, usesOf } from "./uses.ts";

export { type Cell, type Effect, isApart } from "./effect.ts";

const known = new WeakMap<Program, Effects>();

/** The effects in a program, worked out once, because programs do not change. */
export function effectsIn(program: Program): Effects {
  const before = known.get(program);
  if (before !== undefined) return before;
  const effects = new Effects(program);
  known.set(program, effects);
  return effects;
}

export class Effects {
  private readonly bodies: ReadonlyMap<FunctionName, OwnCells>;
  /** Worked out at the first question for more than whether a function does something. */
  private functions: ReadonlyMap<FunctionName, Growing> | undefined;
  private acting: ReadonlySet<FunctionName> | undefined;
  private readonly written: Uses["written"];
  /** Variables of the top, and those that a function within their own one uses. */
  private readonly shared: Set<Variable>;
  /** Variables that a pass stores into, in its result so far. */
  private readonly stored = new Set<Variable>();

  constructor(program: Program) {
    this.written = usesOf(program).written;
    this.shared = new Set(program.start.flatMap(madeBy));
    this.bodies = new Map([...program.functions].map(([id, { body }]) => [id, ownCells(body)]));
    for (const own of [ownCells(program.start), ...this.bodies.values()])
      for (const variable of own.captured) this.shared.add(variable);
  }

  /** The effect of working out an expression. That does not run a closure which it makes. */
  of(expression: Expression): Effect {
    const all = new Growing();
    this.addExpression(expression, all);
    return all;
  }

  ofStatement(statement: Statement): Effect {
    const all = new Growing();
    this.addStatement(statement, all);
    return all;
  }

  /** A function that nobody knows (it is made within another one) may do anything. */
  ofFunction(id: FunctionName): Effect {
    this.functions ??= this.spread();
    return this.functions.get(id) ?? ANYTHING;
  }

  /** Can nobody notice whether it was worked out, except by its value? */
  isPure(expression: Expression): boolean {
    if (!doesNothing(expressionEffect(expression))) return false;
    if (expression.kind === "call" && this.acts(expression.function)) return false;
    return partsOf(expression).every((part) => this.isPure(part));
  }

  /** Can anybody notice a call of the function, except by its value? */
  acts(id: FunctionName): boolean {
    this.acting ??= this.spreadActing();
    return this.acting.has(id) || !this.bodies.has(id);
  }

  /** Does it have the same value after `effect` as before it? */
  isSteadyOver(expression: Expression, effect: Effect): boolean {
    return isApart(this.of(expression), effect);
  }

  /**
   * May two neighbouring pieces be worked out in the other order? One that may not end has to come before a
   * visible effect.
   */
  mayChangePlaces(first: Effect, second: Effect): boolean {
    if (first.mayNotEnd && (second.writes.size > 0 || second.isAnything)) return false;
    if (second.mayNotEnd && (first.writes.size > 0 || first.isAnything)) return false;
    return isApart(first, second);
  }

  /** Is it given one value, and never another? */
  isSteady(variable: Variable): boolean {
    return !this.written.has(variable) && !this.stored.has(variable);
  }

  /** A pass stores into a variable, which may be a new one. */
  stores(variable: Variable): void {
    this.stored.add(variable);
  }

  /** A pass has made a variable that is used as another one is. */
  copies(variable: Variable, copy: Variable): void {
    if (!this.isSteady(variable)) this.stored.add(copy);
    if (this.shared.has(variable)) this.shared.add(copy);
  }

  /** Does nothing store into the field, so that it stays as its record was made? */
  private isKept(cell: Cell | undefined): boolean {
    if (typeof cell !== "object" || isVariable(cell) || cell.isData) return false;
    return !this.written.has(cell);
  }

  private addStatement(statement: Statement, all: Growing): void {
    all.add(this.effectOf(statementEffect(statement)));
    for (const expression of expressionsOf(statement)) this.addExpression(expression, all);
    for (const block of blocksOf(statement)) for (const inner of block) this.addStatement(inner, all);
  }

  private addExpression(expression: Expression, all: Growing): void {
    all.add(this.effectOf(expressionEffect(expression)));
    if (expression.kind === "call") all.add(this.ofFunction(expression.function));
    for (const part of partsOf(expression)) this.addExpression(part, all);
  }

  /** Variables that never change are not counted, and those of a function alone are nobody else's. */
  private effectOf(own: Effect): Effect {
    const [cell] = [...own.reads, ...own.writes];
    if (!isVariable(cell)) return own.writes.size === 0 && this.isKept(cell) ? IDLE : own;
    if (this.isSteady(cell)) return IDLE;
    return this.shared.has(cell) ? own : { ...own, isShared: false };
  }

  /** The effect of a call of a function: its own variables are gone after it. */
  private seenFromOutside({ effect }: OwnCells): Growing {
    if (effect.isAnything) return new Growing({ ...ANYTHING, mayNotEnd: effect.mayNotEnd });
    const isSeen = (cell: Cell): boolean =>
      isVariable(cell) ? this.shared.has(cell) && !this.isSteady(cell) : !this.isKept(cell);
    const reads = new Set([...effect.reads].filter(isSeen));
    const writes = new Set([...effect.writes].filter(isSeen));
    return new Growing({ ...effect, reads, writes, isShared: reads.size + writes.size > 0 });
  }

  /** The effect of each function, with all its calls. */
  private spread(): ReadonlyMap<FunctionName, Growing> {
    const functions = new Map([...this.bodies].map(([id, own]) => [id, this.seenFromOutside(own)]));
    const callers = this.callers();
    for (const [caller, { calls }] of this.bodies)
      if (calls.some((callee) => !functions.has(callee))) functions.get(caller)?.add(ANYTHING);
    // Functions without calls come first: most callers then learn once of all effects of those they call.
    const queue = calleesFirst(this.bodies).reverse();
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const own = functions.get(id) ?? ANYTHING;
      for (const caller of callers.get(id) ?? [])
        if (functions.get(caller)?.add(own) === true) queue.push(caller);
    }
    return functions;
  }

  /** The functions that do something, or call one that does. */
  private spreadActing(): ReadonlySet<FunctionName> {
    const acting = new Set<FunctionName>();
    const callers = this.callers();
    const queue = [...this.bodies].flatMap(([id, own]) => (this.actsItself(own) ? [id] : []));
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      if (acting.has(id)) continue;
      acting.add(id);
      queue.push(...(callers.get(id) ?? []));
    }
    return acting;
  }

  private actsItself({ effect, calls }: OwnCells): boolean {
    if (effect.isAnything || effect.mayNotEnd || calls.some((callee) => !this.bodies.has(callee)))
      return true;
    for (const cell of effect.writes) if (!isVariable(cell) || this.shared.has(cell)) return true;
    return false;
  }

  private callers(): ReadonlyMap<FunctionName, readonly FunctionName[]> {
    const callers = new Map<FunctionName, FunctionName[]>();
    for (const [caller, { calls }] of this.bodies)
      for (const callee of calls) {
        const known = callers.get(callee);
        if (known === undefined) callers.set(callee, [caller]);
        else known.push(caller);
      }
    return callers;
  }
}

function doesNothing({ writes, isAnything, mayNotEnd }: Effect): boolean {
  return writes.size === 0 && !isAnything && !mayNotEnd;
}

function calleesFirst(bodies: ReadonlyMap<FunctionName, OwnCells>): FunctionName[] {
  const order = new Set<FunctionName>();
  const open = new Set<FunctionName>();
  const visit = (id: FunctionName): void => {
    if (open.has(id)) return;
    open.add(id);
    for (const callee of bodies.get(id)?.calls ?? []) visit(callee);
    order.add(id);
  };
  for (const id of bodies.keys()) visit(id);
  return [...order];
}
