// What running a piece of a program may read and change: who may go, move or come twice is asked here.
//
// A function does what it and all that it calls do. What the firmware has, and a function that is a value, may do
// anything: it may call back into the program.
import type { Expression, FunctionName, Program, Statement, Target, Variable } from "./program.ts";
import type { Field } from "./types.ts";
import { visitBlock, visitExpression } from "./visit.ts";

/** A place that can change: a variable, a field of records, the entries of lists and tables, what the firmware has. */
export type Cell = Variable | Field | typeof ENTRIES | typeof OUTSIDE;
export const ENTRIES = Symbol("the entries of lists and tables");
export const OUTSIDE = Symbol("what the firmware has");

export interface Effect {
  readonly reads: ReadonlySet<Cell>;
  readonly writes: ReadonlySet<Cell>;
  /** It may read and change anything that is not a local of another function. */
  readonly isAnything: boolean;
  /** It may not come to its end: it fails, or goes on for ever. */
  readonly mayNotEnd: boolean;
}

export class Effects {
  private readonly functions = new Map<FunctionName, Effect>();

  constructor(program: Program) {
    for (const [id, one] of program.functions) this.functions.set(id, ownEffect(one.body));
    this.spread(callsIn(program));
  }

  /** What working out an expression does. A closure that it makes is not run by that. */
  of(expression: Expression): Effect {
    const all = new Growing();
    visitExpression(expression, {
      expression: (one) => {
        all.add(expressionEffect(one));
        if (one.kind === "call") all.add(this.ofFunction(one.function));
      },
    });
    return all;
  }

  ofStatement(statement: Statement): Effect {
    const all = new Growing();
    visitBlock([statement], {
      statement: (one) => all.add(statementEffect(one)),
      expression: (one) => {
        all.add(expressionEffect(one));
        if (one.kind === "call") all.add(this.ofFunction(one.function));
      },
    });
    return all;
  }

  /** One that nobody knows (it is made within another one) may do anything. */
  ofFunction(id: FunctionName): Effect {
    return this.functions.get(id) ?? ANYTHING;
  }

  /** Nothing shows whether it was worked out, but for its value. */
  isPure(expression: Expression): boolean {
    const { writes, isAnything, mayNotEnd } = this.of(expression);
    return writes.size === 0 && !isAnything && !mayNotEnd;
  }

  /** Worked out behind `other`, it has the value that it has in front of it. */
  isSteadyOver(expression: Expression, other: Effect): boolean {
    return isApart(this.of(expression), other);
  }

  private spread(calls: ReadonlyMap<FunctionName, readonly FunctionName[]>): void {
    const callers = new Map<FunctionName, FunctionName[]>();
    for (const [caller, callees] of calls)
      for (const one of callees) callers.set(one, [...(callers.get(one) ?? []), caller]);
    const queue = [...this.functions.keys()];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const own = this.functions.get(id) as Growing;
      for (const caller of callers.get(id) ?? []) {
        const above = this.functions.get(caller);
        if (above instanceof Growing && above.add(own)) queue.push(caller);
      }
    }
  }
}

/** Neither changes what the other one reads or changes: they may change places. Both may read the same. */
export function isApart(one: Effect, other: Effect): boolean {
  if (one.isAnything || other.isAnything) return isIdle(one) || isIdle(other);
  return !touches(one.writes, other) && !touches(other.writes, one);
}

/** It reads nothing that can change, and changes nothing. */
function isIdle({ reads, writes, isAnything }: Effect): boolean {
  return !isAnything && reads.size === 0 && writes.size === 0;
}

function touches(writes: ReadonlySet<Cell>, { reads, writes: others }: Effect): boolean {
  for (const one of writes) if (reads.has(one) || others.has(one)) return true;
  return false;
}

class Growing implements Effect {
  readonly reads = new Set<Cell>();
  readonly writes = new Set<Cell>();
  isAnything = false;
  mayNotEnd = false;

  /** Is there more now than before? */
  add(other: Effect): boolean {
    const before = this.size();
    for (const one of other.reads) this.reads.add(one);
    for (const one of other.writes) this.writes.add(one);
    this.isAnything ||= other.isAnything;
    this.mayNotEnd ||= other.mayNotEnd;
    return this.size() > before;
  }

  private size(): number {
    return this.reads.size + this.writes.size + Number(this.isAnything) + Number(this.mayNotEnd);
  }
}

const NO_CELLS: ReadonlySet<Cell> = new Set();
const IDLE: Effect = { reads: NO_CELLS, writes: NO_CELLS, isAnything: false, mayNotEnd: false };
const ANYTHING: Effect = { reads: NO_CELLS, writes: NO_CELLS, isAnything: true, mayNotEnd: true };
const UNENDING: Effect = { ...IDLE, mayNotEnd: true };
const READS_ENTRIES: Effect = { ...IDLE, reads: new Set([ENTRIES]) };
const READS_OUTSIDE: Effect = { ...IDLE, reads: new Set([OUTSIDE]) };
const WRITES_ENTRIES: Effect = { ...IDLE, writes: new Set([ENTRIES]) };

/** What an expression itself does, its parts and what it calls aside. */
function expressionEffect(one: Expression): Effect {
  switch (one.kind) {
    case "variable":
      return { ...IDLE, reads: new Set([one.variable]) };
    case "field":
      return { ...IDLE, reads: new Set([one.field]) };
    case "entry":
    case "lookup":
      return READS_ENTRIES;
    case "operation":
      if (one.operator === "append") return WRITES_ENTRIES;
      return one.operator === "list-length" ? READS_ENTRIES : IDLE;
    case "call-value":
    case "call-member":
    case "new":
      return ANYTHING;
    case "member":
    case "foreign":
      return READS_OUTSIDE;
    default:
      return IDLE;
  }
}

/** What a statement itself does, what is in it aside. */
function statementEffect(one: Statement): Effect {
  switch (one.kind) {
    case "assign":
      return { ...IDLE, ...writesOf(one.target) };
    case "fail":
    case "loop":
      return UNENDING;
    default:
      return IDLE;
  }
}

function writesOf(target: Target): Partial<Effect> {
  switch (target.kind) {
    case "variable":
      return { writes: new Set([target.variable]) };
    case "field":
      return { writes: new Set([target.field]) };
    case "entry":
    case "lookup":
      return { writes: new Set([ENTRIES]) };
    default:
      return { writes: new Set([OUTSIDE]) };
  }
}

function ownEffect(block: readonly Statement[]): Growing {
  const own = new Growing();
  visitBlock(block, {
    statement: (one) => own.add(statementEffect(one)),
    expression: (one) => own.add(expressionEffect(one)),
  });
  return own;
}

function callsIn(program: Program): Map<FunctionName, FunctionName[]> {
  const calls = new Map<FunctionName, FunctionName[]>();
  for (const [id, { body }] of program.functions) {
    const called: FunctionName[] = [];
    visitBlock(body, {
      expression: (one) => {
        if (one.kind === "call") called.push(one.function);
      },
    });
    calls.set(id, called);
  }
  return calls;
}
