// The time of day of a device that declares a clock, and what is wrong with it.
import { type Asking, createAsking } from "../clock/asking.ts";
import { type Clock, createClock } from "../clock/clock.ts";
import { type ClockOptions, serversOf } from "../clock/options.ts";

/** The time is not known, which is no problem yet; it is one; it is known. */
const UNKNOWN = 0;
export const LATE = 1;
export const KNOWN = 2;
type Standing = typeof UNKNOWN | typeof LATE | typeof KNOWN;

export interface DeviceTime {
  clock: Clock;
  asking: Asking;
  startedAt: number;
  standing: Standing;
}

export function createTime(options: ClockOptions, now: number): DeviceTime {
  return {
    clock: createClock(),
    asking: createAsking(serversOf(options), now),
    startedAt: now,
    standing: UNKNOWN,
  };
}

/** In words; "": nothing. @cold */
export function timeWords(time: DeviceTime): string {
  return time.standing === LATE ? "no time since the start" : "";
}
