// The least number that is stored in each variable and field, given to each parameter, and given back by each function.
import { ENTRIES } from "../ir/effect.ts";
import type { FunctionName, Variable } from "../ir/program.ts";
import { type Field, mayBe, membersOf, type Type } from "../ir/types.ts";
import { ANY_NUMBER, NO_NUMBER } from "./operations.ts";

/** The entries of all lists and tables have one bound together, and so has a field that texts read. */
export type Cell = Variable | Field | FunctionName | typeof ENTRIES;

export class Cells {
  /** Has nothing less been stored since somebody said so? */
  isSteady = false;
  private readonly bounds = new Map<Cell, number>();

  least(cell: Cell): number {
    return this.bounds.get(cell) ?? NO_NUMBER;
  }

  /** The bounds are few, so that no cell gets less for ever: 1, 0, -1, and less. */
  store(cell: Cell, value: number): void {
    const few = value < -1 ? ANY_NUMBER : Math.min(Math.floor(value), 1);
    const bound = value === NO_NUMBER ? value : few;
    if (bound >= this.least(cell)) return;
    this.bounds.set(cell, bound);
    this.isSteady = false;
  }

  /** A value of this type comes from the firmware. */
  storeAny(cell: Cell, type: Type): void {
    if (mayBe(type, "number")) this.store(cell, ANY_NUMBER);
    this.storeAnyEntries(type);
  }

  /** Lists of texts have no numbers. */
  storeAnyEntries(type: Type): void {
    for (const one of membersOf(type))
      if ((one.kind === "list" || one.kind === "table") && !membersOf(one.of).every(isNoNumber))
        this.store(ENTRIES, ANY_NUMBER);
  }
}

function isNoNumber({ kind }: Type): boolean {
  return kind === "text" || kind === "truth" || kind === "record" || kind === "nothing";
}

export function cellOf(field: Field): Cell {
  return field.isData ? ENTRIES : field;
}
