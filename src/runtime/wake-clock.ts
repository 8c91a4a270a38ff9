// The clock over wakes: the moment of the next wake is kept, as the chip's timer is to bring it. That timer
// goes by an oscillator that is wrong by percents: by how much is learned from what the servers say.
import { elapsed } from "../bytes/milliseconds.ts";
import { failedRounds } from "../clock/asking.ts";
import { type Clock, momentAt, setTime } from "../clock/clock.ts";
import { addMilliseconds, type Moment, millisecondsBetween } from "../clock/moment.ts";
import { carried, carriedNumber, type WakeMemory } from "../device/run/wake-memory.ts";
import { STAY_AWAKE, UPDATES } from "../features.ts";
import type { DeviceTime } from "./device-time.ts";
import { pauseBehind } from "./search-pause.ts";

export interface WakeClock {
  /** The moment in which the program began, by what was kept; `undefined`: the time is not known. */
  wokeAt: Moment | undefined;
  /** Seconds of sleep since the servers were heard. */
  slept: number;
  /** By how many parts of 100,000 a sleep is longer than the chip was to sleep; below 0 it is shorter. */
  stretch: number;
  /** Until the servers are asked again, in milliseconds, and how many wakes in a row had no answer. */
  askIn: number;
  unanswered: number;
}

const HOUR_MS = 3600000;
/** Of a shorter sleep the way of the answer is too much. */
const LEAST_LEARNED_S = 600;
/** A tenth: what is more was no oscillator. */
const MOST_STRETCH = 10000;

/** Nothing was kept. @cold */
export function createWakeClock(): WakeClock {
  return { wokeAt: undefined, slept: 0, stretch: 0, askIn: 0, unanswered: 0 };
}

/** Keeps the time of the next wake, or sets the clock by it. @cold */
export function carryClock(wake: WakeClock, { clock }: DeviceTime, memory: WakeMemory): void {
  const moment = memory.isReading ? undefined : momentAt(clock, memory.origin);
  const day = carried(memory, moment === undefined ? undefined : moment.day);
  const ms = carriedNumber(memory, moment === undefined ? 0 : moment.ms);
  wake.slept = carriedNumber(memory, wake.slept);
  wake.stretch = carriedNumber(memory, wake.stretch);
  wake.askIn = carriedNumber(memory, wake.askIn);
  wake.unanswered = carriedNumber(memory, wake.unanswered);
  if (!memory.isReading || day === undefined) return;
  wake.wokeAt = { day, ms };
  setTime(clock, wake.wokeAt, memory.origin);
}

/** Have the servers been heard since the program began at `startedAt`? @cold */
function isHeard({ clock }: DeviceTime, startedAt: number): boolean {
  return clock.moment !== undefined && clock.anchor !== startedAt;
}

/** Is there nothing to wait for any more? @cold */
export function hasAsked(time: DeviceTime, startedAt: number, isConnected: boolean): boolean {
  const { asking } = time;
  return asking === undefined || isHeard(time, startedAt) || (isConnected && failedRounds(asking) > 0);
}

/**
 * Before it sleeps: when it asks again, and what it has learned. Where a network was there, and no answer, it
 * waits longer and longer. @cold
 */
export function noteAnswer(
  wake: WakeClock,
  time: DeviceTime,
  startedAt: number,
  isConnected: boolean,
  every: number,
): void {
  if (isHeard(time, startedAt)) {
    learnStretch(wake, time.clock, startedAt);
    wake.slept = 0;
    wake.askIn = HOUR_MS;
    wake.unanswered = 0;
  } else if (isConnected && time.asking !== undefined) {
    wake.unanswered += 1;
    wake.askIn = pauseBehind(wake.unanswered, every);
  }
}

/** It was awake for so long, and sleeps for `ms`. @cold */
export function noteSleep(wake: WakeClock, awake: number, ms: number): void {
  wake.slept += Math.floor(ms / 1000);
  wake.askIn = Math.max(0, wake.askIn - awake - ms);
}

/** By halves, but for the first time. @cold */
function learnStretch(wake: WakeClock, clock: Clock, startedAt: number): void {
  const { wokeAt, slept } = wake;
  if (wokeAt === undefined || clock.moment === undefined || slept < LEAST_LEARNED_S) return;
  // Of a device that stayed awake for long the chip's other oscillator has its part in it.
  if ((STAY_AWAKE || UPDATES) && elapsed(clock.anchor, startedAt) > LEAST_LEARNED_S * 1000) return;
  const own = addMilliseconds(wokeAt, elapsed(clock.anchor, startedAt));
  const error = millisecondsBetween(own, clock.moment);
  if (Math.abs(error) > slept * 100) return;
  const parts = Math.floor((error * 100) / slept);
  const learned = wake.stretch + (wake.stretch === 0 ? parts : Math.round(parts / 2));
  wake.stretch = Math.max(-MOST_STRETCH, Math.min(MOST_STRETCH, learned));
}

/** What the chip is to sleep, so that `ms` milliseconds pass. @cold */
export function askedFor({ stretch }: WakeClock, ms: number): number {
  return ms - Math.floor((Math.floor(ms / 1000) * stretch) / 100);
}
