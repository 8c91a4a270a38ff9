// The clock: the world's time as an offset to the monotonic clock, which it never moves. Timers, deadlines
// and minimum times do not notice it. Its drift is learned from one setting to the next, and applied between
// them.
import { elapsed, later } from "../bytes/milliseconds.ts";
import { addMilliseconds, type Moment, millisecondsBetween } from "./moment.ts";

export interface Clock {
  /** The moment at `anchor` of the monotonic clock; `undefined`: the time is not known. */
  moment: Moment | undefined;
  anchor: number;
  /** By how many parts of a million the monotonic clock is too slow; below 0 it is too fast. */
  drift: number;
  /** Whole hours from the last setting to the anchor. */
  hours: number;
}

const HOUR_MS = 3600000;
const HOUR_S = 3600;
/**
 * A crystal is wrong by 20 to 50 parts of a million, a bad oscillator by ten times as much. What is more was
 * a jump.
 */
const MOST_DRIFT = 1000;
/** The way of an answer counts as drift when the time is short: 20 ms are 11 parts of half an hour. */
const LEAST_LEARNED_S = 1800;
/** What a product of 1,000 holds. */
const MOST_ERROR_MS = 1000000;

/** One that knows no time. */
export function createClock(): Clock {
  return { moment: undefined, anchor: 0, drift: 0, hours: 0 };
}

/** The moment at `now` of the monotonic clock; `undefined` while the time is not known. */
export function momentAt(clock: Clock, now: number): Moment | undefined {
  if (clock.moment === undefined) return undefined;
  const since = elapsed(now, clock.anchor);
  return addMilliseconds(clock.moment, since + driftIn(clock, Math.floor(since / 1000)));
}

/** Milliseconds that the monotonic clock falls behind in so many seconds. */
function driftIn(clock: Clock, seconds: number): number {
  return Math.floor((seconds * clock.drift) / 1000);
}

/**
 * Lets the anchor follow, as the monotonic clock begins again after 24.8 days: to be called every few minutes
 * at least.
 */
export function keepTime(clock: Clock, now: number): void {
  while (clock.moment !== undefined && elapsed(now, clock.anchor) >= HOUR_MS) {
    clock.moment = addMilliseconds(clock.moment, HOUR_MS + driftIn(clock, HOUR_S));
    clock.anchor = later(clock.anchor, HOUR_MS);
    clock.hours += 1;
  }
}

/** By how many milliseconds it is behind a moment at `now`, at most `FAR_MS` either way; 0 where it knows no time. */
export function errorOf(clock: Clock, moment: Moment, now: number): number {
  const own = momentAt(clock, now);
  return own === undefined ? 0 : millisecondsBetween(own, moment);
}

/** By how much it may be wrong: a second, and two more for each hour since it was set. */
export function toleranceOf(clock: Clock): number {
  return 1000 + 2000 * (clock.hours + 1);
}

/** It is this moment at `now`. What the clock was wrong by is learned as its drift. */
export function setTime(clock: Clock, moment: Moment, now: number): void {
  learnDrift(clock, errorOf(clock, moment, now), now);
  clock.moment = moment;
  clock.anchor = now;
  clock.hours = 0;
}

/** By halves: one answer that was long under way does no harm. */
function learnDrift(clock: Clock, error: number, now: number): void {
  if (clock.moment === undefined || Math.abs(error) > MOST_ERROR_MS) return;
  const seconds = clock.hours * HOUR_S + Math.floor(elapsed(now, clock.anchor) / 1000);
  if (seconds < LEAST_LEARNED_S) return;
  const parts = Math.floor((error * 1000) / seconds);
  if (Math.abs(parts) > MOST_DRIFT) return;
  clock.drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, clock.drift + Math.round(parts / 2)));
}
