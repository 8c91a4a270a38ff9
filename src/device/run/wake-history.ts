// The history of a sensor over a sleep: what no journal has of it is kept in memory that outlives the sleep.
import { elapsed } from "../../bytes/milliseconds.ts";
import { DURABLE_HISTORY } from "../../features.ts";
import { addPart, beginFrom, type History, partFromEnd } from "./history.ts";
import { dayOf, isDated, movedTo, placeOf } from "./history-part.ts";
import { carried, carriedBytes, carriedNumber, type WakeMemory } from "./wake-memory.ts";

/** Of a durable one those wait whose times are not known, as the journal takes no others: so many. */
const MOST_UNDATED_PARTS = 2;

/**
 * Parts that are kept over a sleep, at most. Of those in memory one may have been half with the broker, which
 * it is not any more.
 */
export function mostKeptParts(most: number, isDurable: boolean): number {
  return isDurable ? MOST_UNDATED_PARTS : most - 1;
}

/** Goes on with what was kept, or keeps it. @cold */
export function carryHistory(history: History, memory: WakeMemory): void {
  const due = carried(memory, history.isBegun ? elapsed(memory.origin, history.dueAt) : undefined);
  const parts = carriedNumber(memory, unkeptParts(history));
  for (let back = parts - 1; back >= 0; back--) {
    const part = memory.isReading ? "" : partFromEnd(history, back);
    const moved = carriedBytes(memory, movedInTime(part, memory));
    if (memory.isReading) addPart(history, movedInTime(moved, memory));
  }
  if (memory.isReading && due !== undefined) beginFrom(history, elapsed(memory.origin, due));
}

/** How many of the newest. @cold */
function unkeptParts(history: History): number {
  const isDurable = DURABLE_HISTORY && history.kept !== undefined;
  const most = mostKeptParts(history.most, isDurable);
  let parts = 0;
  while (parts < history.count && parts < most && !(isDurable && isDatedFromEnd(history, parts))) parts += 1;
  return parts;
}

/** @cold */
function isDatedFromEnd(history: History, back: number): boolean {
  return isDated(dayOf(partFromEnd(history, back)));
}

/**
 * Where no time is known, its place is how long before the wake it was: each program has its own monotonic
 * clock. @cold
 */
function movedInTime(part: string, { origin }: WakeMemory): string {
  return part === "" || isDated(dayOf(part)) ? part : movedTo(part, elapsed(origin, placeOf(part)));
}
