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
export function isApart(first: Effect, second: Effect): boolean {
  if (first.isAnything && (second.isAnything || second.isShared)) return false;
  if (second.isAnything && first.isShared) return false;
  return !touches(first.writes, second) && !touches(second.writes, first);
}

export function isVariable(cell: Cell | undefined): cell is Variable {
  return typeof cell === "object" && "type" in cell;
}

function touches(writes: ReadonlySet<Cell>, { reads, writes: others }: Effect): boolean {
  for (const cell of writes) if (reads.has(cell) || others.has(cell)) return true;
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
  add(effect: Effect): boolean {
    let isMore = false;
    if (effect.isShared && !this.isShared) isMore = this.isShared = true;
    if (effect.isAnything && !this.isAnything) isMore = this.isAnything = true;
    if (effect.mayNotEnd && !this.mayNotEnd) isMore = this.mayNotEnd = true;
    if (this.isAnything && (effect.isAnything || effect.isShared)) return isMore;
    const isRead = addAll(effect.reads, this.reads);
    return addAll(effect.writes, this.writes) || isRead || isMore;
  }
}

/** Are there more cells now? */
function addAll(cells: ReadonlySet<Cell>, to: Set<Cell>): boolean {
  const { size } = to;
  for (const cell of cells) to.add(cell);
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
export function expressionEffect(expression: Expression): Effect {
  switch (expression.kind) {
    case "variable":
      return reading(expression.variable);
    case "field":
      return expression.field.isData
        ? { ...READS_ENTRIES, reads: new Set([expression.field, ENTRIES]) }
        : reading(expression.field);
    case "entry":
    case "lookup":
      return READS_ENTRIES;
    case "operation":
      if (expression.operator === "append") return WRITES_ENTRIES;
      return expression.operator === "list-length" ? READS_ENTRIES : IDLE;
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
export function statementEffect(statement: Statement): Effect {
  switch (statement.kind) {
    case "assign":
      return writesOf(statement.target);
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
  const expression = (value: Expression): void => {
    effect.add(expressionEffect(value));
    if (value.kind === "call") calls.add(value.function);
    if (value.kind === "closure")
      for (const used of usesIn(value.function.body).variables.keys()) captured.add(used);
    partsOf(value).forEach(expression);
  };
  const statement = (step: Statement): void => {
    effect.add(statementEffect(step));
    if (step.kind === "define")
      for (const used of usesIn(step.function.body).variables.keys()) captured.add(used);
    expressionsOf(step).forEach(expression);
    for (const inner of blocksOf(step)) inner.forEach(statement);
  };
  block.forEach(statement);
  const own = { effect, calls: [...calls], captured: [...captured] };
  owns.set(block, own);
  return own;
}
