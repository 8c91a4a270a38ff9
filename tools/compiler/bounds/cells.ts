// The least number that is stored in each variable and field, given to each parameter, and given back by each
// function; of a list, its least length.
import { ENTRIES } from "../ir/effect.ts";
import type { Block, FunctionDef, FunctionName, Variable } from "../ir/program.ts";
import { type Field, mayBe, membersOf, type Type } from "../ir/types.ts";
import { ANY_NUMBER, NO_NUMBER } from "./operations.ts";

/** Greater bounds count as this one. */
const GREATEST = 16;

/** The entries of all lists and tables share one bound, and so does a field that texts read. */
export type Cell = Variable | Field | FunctionName | typeof ENTRIES;

/** A function, or the code of the start: the unit that is looked at in one go. */
export type Unit = FunctionDef | Block;

export class Cells {
  private readonly bounds = new Map<Cell, number>();
  private readonly readers = new Map<Cell | FunctionDef, Set<Unit>>();
  private readonly disturbed = new Set<Unit>();
  private reader: Unit | undefined;

  /** From here on, this unit reads. It was disturbed, or is new. */
  readAs(unit: Unit | undefined): void {
    this.reader = unit;
    if (unit !== undefined) this.disturbed.delete(unit);
  }

  /** Is less known now of the cells that the unit reads than when it was last looked at? */
  isDisturbed(unit: Unit): boolean {
    return this.disturbed.has(unit);
  }

  least(cell: Cell): number {
    this.read(cell);
    return this.bounds.get(cell) ?? NO_NUMBER;
  }

  /** The unit also reads the facts that hold where the function begins. */
  read(what: Cell | FunctionDef): void {
    if (this.reader === undefined) return;
    const readers = this.readers.get(what);
    if (readers === undefined) this.readers.set(what, new Set([this.reader]));
    else readers.add(this.reader);
  }

  /** The bounds are few, so that no cell sinks for ever: 16 to -1, and less. */
  store(cell: Cell, value: number): void {
    const few = value < -1 ? ANY_NUMBER : Math.min(Math.floor(value), GREATEST);
    const bound = value === NO_NUMBER ? value : few;
    if (bound >= (this.bounds.get(cell) ?? NO_NUMBER)) return;
    this.bounds.set(cell, bound);
    this.disturb(cell);
  }

  /** Less is known of the cell than before: every unit that reads it must be looked at again. */
  disturb(what: Cell | FunctionDef): void {
    for (const reader of this.readers.get(what) ?? []) this.disturbed.add(reader);
  }

  /** A value of this type comes from the firmware. */
  storeAny(cell: Cell, type: Type): void {
    this.store(cell, leastOfType(type));
    this.storeAnyEntries(type);
  }

  /** Lists of texts have no numbers. */
  storeAnyEntries(type: Type): void {
    for (const member of membersOf(type))
      if ((member.kind === "list" || member.kind === "table") && !membersOf(member.of).every(isNoNumber))
        this.store(ENTRIES, ANY_NUMBER);
  }
}

/** The least value that comes from the firmware. */
export function leastOfType(type: Type): number {
  if (mayBe(type, "number")) return ANY_NUMBER;
  return mayBe(type, "list") ? 0 : NO_NUMBER;
}

function isNoNumber({ kind }: Type): boolean {
  return kind === "text" || kind === "truth" || kind === "record" || kind === "nothing";
}

export function cellOf(field: Field): Cell {
  return field.isData ? ENTRIES : field;
}
