// The effect of a piece of a program by itself, whatever it calls: what it reads, what it changes,
// whether it comes to its end.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, FunctionName, Statement, Target, Variable } from "./program.ts";
import type { Field } from "./types.ts";
import { usesIn } from "./uses.ts";

/**
 * A place that can change: a variable, a field of records, the entries of lists and tables, what the firmware
 * has.
 */
export type Cell = Variable | Field | typeof ENTRIES | typeof OUTSIDE;
export const ENTRIES = Symbol("the entries of lists and tables");
const OUTSIDE = Symbol("what the firmware has");

export interface Effect {
  readonly reads: ReadonlySet<Cell>;
  readonly writes: ReadonlySet<Cell>;
  /**
   * The cells that it reads and writes can be reached from elsewhere: they are more than a function's own
   * variables.
   */
  readonly isShared: boolean;
  /** It may read and change all that can be reached from elsewhere. */
  readonly isAnything: boolean;
  /** It may not come to its end: it may fail, or go on for ever. */
  readonly mayNotEnd: boolean;
}

/**
 * Neither changes a cell that the other one reads or changes, so they may change places. Both may read the
 * same cell.
 */
export function isApart(one: Effect, other: Effect): boolean {
  if (one.isAnything && (other.isAnything || other.isShared)) return false;
  if (other.isAnything && one.isShared) return false;
  return !touches(one.writes, other) && !touches(other.writes, one);
}

export function isVariable(cell: Cell | undefined): cell is Variable {
  return typeof cell === "object" && "type" in cell;
}

function touches(writes: ReadonlySet<Cell>, { reads, writes: others }: Effect): boolean {
  for (const one of writes) if (reads.has(one) || others.has(one)) return true;
  return false;
}

export class Growing implements Effect {
  readonly reads: Set<Cell>;
  readonly writes: Set<Cell>;
  isShared: boolean;
  isAnything: boolean;
  mayNotEnd: boolean;

  constructor({ reads, writes, isShared, isAnything, mayNotEnd }: Effect = IDLE) {
    this.reads = new Set(reads);
    this.writes = new Set(writes);
    this.isShared = isShared;
    this.isAnything = isAnything;
    this.mayNotEnd = mayNotEnd;
  }

  /** Has the effect grown? One that may do anything is not asked for the cells that others reach. */
  add(other: Effect): boolean {
    let isMore = false;
    if (other.isShared && !this.isShared) isMore = this.isShared = true;
    if (other.isAnything && !this.isAnything) isMore = this.isAnything = true;
    if (other.mayNotEnd && !this.mayNotEnd) isMore = this.mayNotEnd = true;
    if (this.isAnything && (other.isAnything || other.isShared)) return isMore;
    const isRead = addAll(other.reads, this.reads);
    return addAll(other.writes, this.writes) || isRead || isMore;
  }
}

/** Are there more cells now? */
function addAll(cells: ReadonlySet<Cell>, to: Set<Cell>): boolean {
  const { size } = to;
  for (const one of cells) to.add(one);
  return to.size > size;
}

const NO_CELLS: ReadonlySet<Cell> = new Set();
export const IDLE: Effect = {
  reads: NO_CELLS,
  writes: NO_CELLS,
  isShared: false,
  isAnything: false,
  mayNotEnd: false,
};
export const ANYTHING: Effect = { ...IDLE, isShared: true, isAnything: true, mayNotEnd: true };
const UNENDING: Effect = { ...IDLE, mayNotEnd: true };
const READS_OUTSIDE = reading(OUTSIDE);
const READS_ENTRIES = reading(ENTRIES);
const WRITES_ENTRIES = writing(ENTRIES);

function reading(cell: Cell): Effect {
  return { ...IDLE, reads: new Set([cell]), isShared: true };
}

function writing(cell: Cell): Effect {
  return { ...IDLE, writes: new Set([cell]), isShared: true };
}

/** The effect of an expression itself, without its parts and its calls. */
export function expressionEffect(one: Expression): Effect {
  switch (one.kind) {
    case "variable":
      return reading(one.variable);
    case "field":
      return one.field.isData
        ? { ...READS_ENTRIES, reads: new Set([one.field, ENTRIES]) }
        : reading(one.field);
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

/** The effect of a statement itself, without its parts. */
export function statementEffect(one: Statement): Effect {
  switch (one.kind) {
    case "assign":
      return writesOf(one.target);
    case "each":
      return READS_ENTRIES;
    case "fail":
    case "loop":
      return UNENDING;
    default:
      return IDLE;
  }
}

function writesOf(target: Target): Effect {
  switch (target.kind) {
    case "variable":
      return writing(target.variable);
    case "field":
      // What texts read is an entry as well.
      return target.field.isData
        ? { ...WRITES_ENTRIES, writes: new Set([target.field, ENTRIES]) }
        : writing(target.field);
    case "entry":
    case "lookup":
      return WRITES_ENTRIES;
    default:
      return writing(OUTSIDE);
  }
}

export interface OwnCells {
  readonly effect: Effect;
  readonly calls: readonly FunctionName[];
  /** Variables that a function made within uses. */
  readonly captured: readonly Variable[];
}

const owns = new WeakMap<Block, OwnCells>();

/**
 * The effect of a body itself, and its calls, worked out once for each. A function that it makes to run later
 * is no effect of it.
 */
export function ownCells(block: Block): OwnCells {
  const before = owns.get(block);
  if (before !== undefined) return before;
  const effect = new Growing();
  const calls = new Set<FunctionName>();
  const captured = new Set<Variable>();
  const expression = (one: Expression): void => {
    effect.add(expressionEffect(one));
    if (one.kind === "call") calls.add(one.function);
    if (one.kind === "closure")
      for (const used of usesIn(one.function.body).variables.keys()) captured.add(used);
    partsOf(one).forEach(expression);
  };
  const statement = (one: Statement): void => {
    effect.add(statementEffect(one));
    if (one.kind === "define")
      for (const used of usesIn(one.function.body).variables.keys()) captured.add(used);
    expressionsOf(one).forEach(expression);
    for (const inner of blocksOf(one)) inner.forEach(statement);
  };
  block.forEach(statement);
  const own = { effect, calls: [...calls], captured: [...captured] };
  owns.set(block, own);
  return own;
}
