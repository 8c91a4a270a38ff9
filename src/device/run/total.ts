// A total of a period: a derivation that adds up by how much a counter has grown since the hour, day, week or
// month began, and has the total of the period before as a second quantity. It goes on over a restart from
// what was kept (kept-totals.ts).
//
// While the period is not known, as after a start without the time, what was kept goes on: nothing is
// forgotten. What is counted then belongs to the first period that is known.
import { type Milliseconds, minutes } from "../../bytes/milliseconds.ts";
import { type Period, periodOf } from "../../clock/periods.ts";
import { describePart, type Part, type Quantity, setReading } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { type Derivation, newSum } from "./derivation.ts";
import { carried, carriedInstant, carriedNumber, type WakeMemory } from "./wake-memory.ts";
import type { WallClock } from "./wall-clock.ts";

export interface TotalOptions {
  /** By the clock on the wall: a day ends at midnight, a week with its Sunday, a month with its last day. */
  each: Period;
  /**
   * It is kept at most once in this time, and with each period: so much is lost when the power goes. A minute
   * to a day; 15 minutes by default.
   */
  within?: Milliseconds;
}

export interface Total extends Quantity {
  /**
   * The total of the period before this one, once that is over. No reading where nothing was counted in it,
   * as the device was off.
   */
  last: Quantity;
}

export interface TotalPart extends Derivation {
  each: Period;
  within: Milliseconds;
  /** `undefined` before the device runs. */
  wall: WallClock | undefined;
  /** Numbers of periods (clock/periods.ts): the last one that was known, and `NO_PERIOD` before. */
  period: number;
  sum: number;
  /** What was counted since the start that belongs to no period yet. */
  undated: number;
  /** Is the period known, since the start? */
  isDated: boolean;
  /** The counter as it was seen last. A start finds the one that was kept. */
  seen: Reading;
  last: Quantity;
  /**
   * Does the counter begin at 0 with each start, and may fall? So does an integral. Another one that falls
   * has begun anew.
   */
  isIntegral: boolean;
  /** Has it changed since it was kept, and has a period ended? When it was kept. */
  isChanged: boolean;
  isOver: boolean;
  keptAt: number;
}

/** A field that other parts have too: what they lack an image may take for what it always is. */
const ROLE = "total";
const NO_PERIOD = -1;
const WITHIN_MS = minutes(15);
const MINUTE_MS = 60000;
const DAY_MS = 86400000;
const MOST = 2147483647;
/** What falls by more, halved, has begun anew, as it would have needed more than 31 bits. */
const HALF_A_WRAP = 536870912;

/**
 * What a counter has counted in this hour, day, week or month: `totalOf(meter.total, { each: "day" })` is the
 * energy of today, and its `last` that of yesterday. The counter is any quantity that grows, as of a meter, a
 * rain gauge or an `integral`; one that falls counts from 0 on. The device needs `clock` with a `zone`. It is
 * kept over restarts, but for what came since it was kept last. Trap: what is counted while the time is not
 * known, after a start, belongs to the period in which it becomes known; so does what a meter that goes on
 * without the device has counted meanwhile.
 */
export function totalOf(source: Quantity, { each, within }: TotalOptions): Total {
  const part = newSum(ROLE, source, source.decimals, collect) as TotalPart;
  part.each = each;
  part.within = within === undefined ? WITHIN_MS : within;
  part.wall = undefined;
  part.period = NO_PERIOD;
  part.sum = 0;
  part.undated = 0;
  part.isDated = false;
  part.isIntegral = source.part.role === "integral";
  part.seen = part.isIntegral ? 0 : undefined;
  part.isChanged = false;
  part.isOver = false;
  part.keptAt = 0;
  describePart(part, "", [
    { what: "`within` in milliseconds", value: part.within, least: MINUTE_MS, most: DAY_MS },
  ]);
  part.last = { part, decimals: source.decimals, value: undefined };
  const total = part.quantity as Total;
  total.last = part.last;
  return total;
}

/** Is the part a total of a period? */
export function isTotal(part: Part): boolean {
  return part.role === ROLE && part.sources !== undefined;
}

/** Is it one, or derived of some? */
export function hasTotal(part: Part): boolean {
  if (isTotal(part)) return true;
  if (part.sources === undefined) return false;
  for (const source of part.sources) {
    if (hasTotal(source.part)) return true;
  }
  return false;
}

function collect(part: TotalPart): string {
  const { sources, wall } = part;
  const value = (sources[0] as Quantity).value;
  if (value !== undefined) count(part, value);
  if (wall !== undefined && wall.local !== undefined)
    goWithPeriod(part, periodOf(part.each, wall.local, wall.ahead));
  setReading(part.quantity, part.sum + part.undated);
  return "";
}

/** A counter that no life has seen yet counts from its first reading on. */
function count(part: TotalPart, value: number): void {
  const by = part.seen === undefined ? 0 : grownBy(part, part.seen, value);
  part.seen = value;
  if (by === 0) return;
  part.isChanged = true;
  const before = part.sum + part.undated;
  // A total that would need more bits begins anew.
  if ((by > 0 && before > MOST - by) || (by < 0 && before < -MOST - by)) clear(part);
  else if (part.isDated) part.sum += by;
  else part.undated += by;
}

function clear(part: TotalPart): void {
  part.sum = 0;
  part.undated = 0;
}

function grownBy({ isIntegral }: TotalPart, seen: number, value: number): number {
  const isAnew = Math.abs(Math.floor(value / 2) - Math.floor(seen / 2)) > HALF_A_WRAP;
  return isAnew || (value < seen && !isIntegral) ? value : value - seen;
}

/** It is this period now. */
function goWithPeriod(part: TotalPart, period: number): void {
  const before = part.period;
  // A period that comes twice, as the clock was fast by some, is one. One that is further off was written by
  // a clock that was wrong.
  if (period > before || period < before - 1) {
    if (period > before && before !== NO_PERIOD) end(part, period === before + 1);
    part.period = period;
    part.isChanged = true;
  }
  part.sum += part.undated;
  part.undated = 0;
  part.isDated = true;
}

/** The period is over. The one that begins is the next, or has others before it, in which nothing was counted. */
function end(part: TotalPart, isNext: boolean): void {
  setReading(part.last, isNext ? part.sum : undefined);
  part.sum = 0;
  part.isOver = true;
}

/** Does another period begin with what the clock on the wall shows now, or is none known yet? */
export function isEnding({ wall, each, period, isDated }: TotalPart): boolean {
  if (wall === undefined || wall.local === undefined) return false;
  return !isDated || periodOf(each, wall.local, wall.ahead) > period;
}

/** It goes by this clock. */
export function goBy(part: TotalPart, wall: WallClock): void {
  part.wall = wall;
}

/** It goes on from what an earlier life has kept: see the fields. @cold */
export function goOn(
  part: TotalPart,
  period: number,
  sum: number,
  undated: number,
  seen: Reading,
  last: Reading,
): void {
  part.period = period;
  part.sum = sum;
  part.undated = undated;
  if (!part.isIntegral) part.seen = seen;
  setReading(part.last, last);
}

/** What it is at `now` is kept. */
export function noteKept(part: TotalPart, now: number): void {
  part.keptAt = now;
  part.isOver = false;
  part.isChanged = false;
}

/** It could not be kept at `now`: it is tried again when it is next time. @cold */
export function noteUnkept(part: TotalPart, now: number): void {
  part.keptAt = now;
  part.isOver = false;
  part.isChanged = true;
}

/** Over a sleep it goes on as it is: what is counted then belongs to the period before, where that is over. @cold */
export function carryTotal(part: TotalPart, memory: WakeMemory): void {
  part.period = carriedNumber(memory, part.period);
  part.sum = carriedNumber(memory, part.sum);
  part.undated = carriedNumber(memory, part.undated);
  part.isDated = carriedNumber(memory, part.isDated ? 1 : 0) === 1;
  part.isChanged = carriedNumber(memory, part.isChanged ? 1 : 0) === 1;
  part.seen = carried(memory, part.seen);
  part.keptAt = carriedInstant(memory, part.keptAt);
  setReading(part.last, carried(memory, part.last.value));
}
