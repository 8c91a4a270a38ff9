// The totals of a device over its restarts: one value of the journal has all of them, which is written behind the time that each allows, and when a
// period ends.
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Journal } from "../../journal/journal.ts";
import { commit, heldValue, keep } from "../../journal/journal.ts";
import type { Part, Quantity } from "../../reading/part.ts";
import { AT_REST, becomeDue, type Sensor } from "./sensor.ts";
import { goBy, isEnding, isTotal, noteKept, type TotalPart } from "./total.ts";
import { takeTotal, totalText } from "./total-text.ts";
import type { WallClock } from "./wall-clock.ts";

/** The key of the value: lines of `rain-today.0=day,20786,1250,0,4711,980` (total-text.ts) behind an empty one. */
export const TOTALS_KEY = 0x5400;

/** A sensor that has a total, or is derived of some. */
interface TotallingSensor {
  name: string;
  quantity: Quantity;
}

export interface NamedTotal {
  /** The first sensor that has it, and which of that sensor's totals it is, from 0 on: "rain-today.0". */
  name: string;
  part: TotalPart;
}

export interface KeptTotals {
  /** `undefined`: nothing is kept. */
  journal: Journal | undefined;
  totals: NamedTotal[];
}

/** No wait is longer than this. */
const LONGEST_MS = 60000;

/** The totals of these sensors, in their order; each goes on from what was kept of it. @cold */
export function beginTotals(
  sensors: readonly TotallingSensor[],
  wall: WallClock,
  journal: Journal | undefined,
): KeptTotals {
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
  const text = journal === undefined ? "" : (heldValue(journal, TOTALS_KEY) ?? "");
  for (const { name, part } of totals) {
    goBy(part, wall);
    takeTotal(part, lineOf(text, name));
  }
  return { journal, totals };
}

/** @cold */
function totalsBehind(part: Part, found: TotalPart[]): TotalPart[] {
  if (isTotal(part)) found.push(part as TotalPart);
  else if (part.sources !== undefined) {
    for (const source of part.sources) totalsBehind(source.part, found);
  }
  return found;
}

/** "" where there is none. @cold */
function lineOf(text: string, name: string): string {
  const key = "\n" + name + "=";
  const at = text.indexOf(key);
  if (at < 0) return "";
  const rest = text.substring(at + key.length);
  const end = rest.indexOf("\n");
  return end < 0 ? rest : rest.substring(0, end);
}

/** The clock on the wall shows another minute: sensors of what is over are sampled at once, so that all that was counted belongs to it. */
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

/** Keeps the totals when it is time. Returns the milliseconds until it is next needed. */
export function keepTotals(kept: KeptTotals, now: number): number {
  let next = LONGEST_MS;
  for (const { part } of kept.totals) {
    if (part.isChanged) {
      const left = part.isOver ? 0 : part.within - elapsed(now, part.keptAt);
      next = Math.min(next, left);
    }
  }
  if (next > 0) return next;
  keepNow(kept, now);
  return LONGEST_MS;
}

/** Keeps the totals, if any has changed. */
export function keepNow({ journal, totals }: KeptTotals, now: number): void {
  let isNews = false;
  let text = "\n";
  for (const { name, part } of totals) {
    if (part.isChanged) isNews = true;
    text = text + name + "=" + totalText(part) + "\n";
  }
  if (!isNews) return;
  const isKept = journal !== undefined && keep(journal, TOTALS_KEY, text) && commit(journal);
  for (const { part } of totals) noteKept(part, isKept, now);
}
