// Difference: by how much a reading is more than the one before. Of a counter, what came since the last
// sample. "No reading" goes straight on, and the difference across it is taken with the reading before it.
import type { Reading } from "../../../reading/reading.ts";
import { carried, type WakeMemory } from "../wake-memory.ts";
import { type Filter, HELD } from "./filter.ts";

interface Difference extends Filter {
  before: Reading;
}

/** The difference to the reading before; the first reading is held. */
export function difference(): Filter {
  const filter: Difference = { kind: "difference", given: [], carry, pass, before: undefined };
  return filter;
}

function pass(filter: Difference, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  const before = filter.before;
  filter.before = reading;
  return before === undefined ? HELD : reading - before;
}

function carry(filter: Difference, memory: WakeMemory): void {
  filter.before = carried(memory, filter.before);
}
