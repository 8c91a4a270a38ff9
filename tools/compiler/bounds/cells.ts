// The least number that is stored in each variable and field, given to each parameter, and given back by each function; of a
// list, its least length.
import { ENTRIES } from "../ir/effect.ts";
import type { FunctionName, Variable } from "../ir/program.ts";
import { type Field, mayBe, membersOf, type Type } from "../ir/types.ts";
import { ANY_NUMBER, NO_NUMBER } from "./operations.ts";

/** Greater ones count as this one. */
const GREATEST = 16;

/** The entries of all lists and tables have one bound together, and so has a field that texts read. */
export type Cell = Variable | Field | FunctionName | typeof ENTRIES;

export class Cells {
  private isSteady = false;
  private readonly bounds = new Map<Cell, number>();

  least(cell: Cell): number {
    return this.bounds.get(cell) ?? NO_NUMBER;
  }

  /** The bounds are few, so that no cell gets less for ever: 16 to -1, and less. */
  store(cell: Cell, value: number): void {
    const few = value < -1 ? ANY_NUMBER : Math.min(Math.floor(value), GREATEST);
    const bound = value === NO_NUMBER ? value : few;
    if (bound >= this.least(cell)) return;
    this.bounds.set(cell, bound);
    this.disturb();
  }

  /** Less is known than before: what follows from it must be looked at again. */
  disturb(): void {
    this.isSteady = false;
  }

  /** Is less known than at the last call? At the first call it is. */
  wereDisturbed(): boolean {
    const wereDisturbed = !this.isSteady;
    this.isSteady = true;
    return wereDisturbed;
  }

  /** A value of this type comes from the firmware. */
  storeAny(cell: Cell, type: Type): void {
    this.store(cell, leastOfType(type));
    this.storeAnyEntries(type);
  }

  /** Lists of texts have no numbers. */
  storeAnyEntries(type: Type): void {
    for (const one of membersOf(type))
      if ((one.kind === "list" || one.kind === "table") && !membersOf(one.of).every(isNoNumber))
        this.store(ENTRIES, ANY_NUMBER);
  }
}

/** Of a value that comes from the firmware. */
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
