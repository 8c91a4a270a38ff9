// Chips with lines of their own, each a row of a table: which model one has, and under which name a device's
// are found.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Part, WireKind } from "../../../src/reading/part.ts";
import type { Known } from "../parts/around.ts";

/** Where a part is, and what is around it. */
export interface ChipPlace {
  part: Part;
  role: string;
  timers: Timers;
  lines: Lines;
  around: Known;
}

interface Row {
  /** The models of such parts, by role, have this name among the parts of a device. */
  among: string;
  wire: WireKind;
  fit: (place: ChipPlace) => unknown;
}

/** By the chip that a driver describes (`describePart`, src/reading/part.ts). */
export type Chips = Readonly<Record<string, Row>>;

/** The models that a table fits, by their names and roles. */
export type FittedBy<Table extends Chips> = {
  [Chip in keyof Table as Table[Chip]["among"]]: ReadonlyMap<string, ReturnType<Table[Chip]["fit"]>>;
};

/** Fits the model of each part whose chip is in the table. */
export function fitChips<Table extends Chips>(chips: Table, places: readonly ChipPlace[]): FittedBy<Table> {
  const fitted = new Map(Object.values(chips).map(({ among }) => [among, new Map<string, unknown>()]));
  for (const place of places) {
    const { chip = "", wire, role } = place.part;
    const row = Object.hasOwn(chips, chip) ? chips[chip] : undefined;
    if (row?.wire === wire) fitted.get(row.among)?.set(role, row.fit(place));
  }
  return Object.fromEntries(fitted) as unknown as FittedBy<Table>;
}
