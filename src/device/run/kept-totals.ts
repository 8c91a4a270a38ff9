// The totals of a device over its restarts: each is a value of the journal. All that have changed are written
// in one record, after the time that each allows, and when a period ends.
import { elapsed } from "../../bytes/milliseconds.ts";
import { heldValue, type Journal } from "../../journal/journal.ts";
import { valueKey } from "../../journal/value-keys.ts";
import type { Part, Quantity } from "../../reading/part.ts";
import type { Health } from "./health.ts";
import { gatherValue, type Keeping, takeOwed } from "./keeping.ts";
import { AT_REST, becomeDue, type Sensor } from "./sensor.ts";
import { carryTotal, goBy, isEnding, isTotal, noteKept, noteUnkept, type TotalPart } from "./total.ts";
import { takeTotal, totalText } from "./total-text.ts";
import type { WakeMemory } from "./wake-memory.ts";
import type { WallClock } from "./wall-clock.ts";

/** A sensor that has a total, or is derived of some. */
interface TotallingSensor {
  name: string;
  quantity: Quantity;
}

export interface NamedTotal {
  /**
   * The first sensor that has it, and which of that sensor's totals it is, from 0 on: "rain-today.0". It owns
   * a value of the journal.
   */
  name: string;
  part: TotalPart;
}

/** No wait is longer than this. */
const LONGEST_MS = 60000;

/** The totals of these sensors, in their order. @cold */
export function totalsOf(sensors: readonly TotallingSensor[]): NamedTotal[] {
  const totals: NamedTotal[] = [];
  for (const { name, quantity } of sensors) {
    const before = totals.length;
    for (const part of totalsBehind(quantity.part, [])) {
      let isNew = true;
      for (const total of totals) {
        if (total.part === part) isNew = false;
      }
      if (isNew) totals.push({ name: name + "." + (totals.length - before), part });
    }
  }
  return totals;
}

/** Each goes by this clock, and on from what was kept of it. @cold */
export function beginTotals(
  totals: readonly NamedTotal[],
  wall: WallClock,
  journal: Journal | undefined,
  now: number,
): void {
  for (const { name, part } of totals) {
    goBy(part, wall);
    noteKept(part, now);
    if (journal !== undefined) takeTotal(part, heldValue(journal, valueKey(name)) ?? "");
  }
}

/** Over a sleep they go on from memory: the journal has them as often as each allows. @cold */
export function carryTotals(totals: readonly NamedTotal[], memory: WakeMemory): void {
  for (const { part } of totals) carryTotal(part, memory);
}

/** Their keys in the journal. @cold */
export function keysOf(totals: readonly NamedTotal[]): number[] {
  const keys: number[] = [];
  for (const { name } of totals) keys.push(valueKey(name));
  return keys;
}

/** @cold */
function totalsBehind(part: Part, found: TotalPart[]): TotalPart[] {
  if (isTotal(part)) found.push(part as TotalPart);
  else if (part.sources !== undefined) {
    for (const source of part.sources) totalsBehind(source.part, found);
  }
  return found;
}

/**
 * The clock on the wall shows another minute: sensors of what is over are sampled at once, so that all that
 * was counted belongs to it.
 */
export function endPeriods(sensors: Sensor[]): void {
  for (const sensor of sensors) {
    if (sensor.stage === AT_REST && endsNow(sensor.quantity.part)) becomeDue(sensor);
  }
}

function endsNow(part: Part): boolean {
  if (isTotal(part)) return isEnding(part as TotalPart);
  if (part.sources === undefined) return false;
  for (const source of part.sources) {
    if (endsNow(source.part)) return true;
  }
  return false;
}

/**
 * Keeps the totals when it is time: also those that the flash did not take, once more. Returns the milliseconds until
 * it is next needed.
 */
export function keepTotals(
  totals: readonly NamedTotal[],
  journal: Journal,
  keeping: Keeping,
  health: Health,
  now: number,
): number {
  if (takeOwed(keeping)) {
    for (const { part } of totals) noteUnkept(part, now);
  }
  let next = LONGEST_MS;
  for (const { part } of totals) {
    if (part.isChanged) {
      const left = part.isOver ? 0 : part.within - elapsed(now, part.keptAt);
      next = Math.min(next, left);
    }
  }
  if (next > 0) return next;
  keepNow(totals, journal, keeping, health, now);
  return LONGEST_MS;
}

/**
 * Gathers those that have changed, to be written at the end of the turn. One that there is no room for is
 * tried again.
 */
export function keepNow(
  totals: readonly NamedTotal[],
  journal: Journal,
  keeping: Keeping,
  health: Health,
  now: number,
): void {
  for (const { name, part } of totals) {
    const isKept = !part.isChanged || gatherValue(keeping, journal, health, valueKey(name), totalText(part));
    if (isKept) noteKept(part, now);
    else noteUnkept(part, now);
  }
}
