// The time of a measurement, which a stamped sensor publishes beside its value. The clock knows it at once,
// or later: until then the monotonic clock keeps the place.
import { elapsed } from "../../bytes/milliseconds.ts";
import { type Clock, momentAt } from "../../clock/clock.ts";
import { epochText } from "../../clock/epoch.ts";
import { addMilliseconds } from "../../clock/moment.ts";

export interface Stamp {
  clock: Clock;
  /** The monotonic clock at the measuring. */
  at: number;
  /** Epoch seconds at the measuring; "" while the time is not known. */
  time: string;
  /** Is a value published without a time, because the time is long in coming? */
  goesWithout: boolean;
}

/** The stamp of a sensor before its first measurement. @cold */
export function createStamp(clock: Clock): Stamp {
  return { clock, at: 0, time: "", goesWithout: false };
}

/** A reading was measured at `now`. */
export function noteMeasured(stamp: Stamp, now: number): void {
  stamp.at = now;
  stamp.time = timeOf(stamp.clock, now, now);
}

/** The time has become known: so is that of the last reading. @cold */
export function noteKnown(stamp: Stamp, now: number): void {
  if (stamp.time === "") stamp.time = timeOf(stamp.clock, stamp.at, now);
}

/** The time is long in coming: a reader of the newest value does not wait for it. @cold */
export function goWithout(stamp: Stamp): void {
  stamp.goesWithout = true;
}

/** The epoch seconds at `at`, which is not after `now`; "" where the clock knows no time. */
export function timeOf(clock: Clock, at: number, now: number): string {
  const moment = momentAt(clock, now);
  return moment === undefined ? "" : epochText(addMilliseconds(moment, 0 - elapsed(now, at)));
}

/**
 * A payload (mqtt/version-5/time-property.ts finds the time at its end): a value as JSON has it, and epoch
 * seconds or "" for none.
 */
export function stampedText(value: string, time: string): string {
  return '{"value":' + value + ',"time":' + (time === "" ? "null" : time) + "}";
}
