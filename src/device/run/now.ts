// The time of day as a quantity: a part without a wire, which is the device's clock.
import { type Clock, momentAt } from "../../clock/clock.ts";
import type { Moment } from "../../clock/moment.ts";
import type { Ports } from "../../ports/ports.ts";
import { measuredAtOnce, newPart, type Part, type Quantity, setReading } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import type { Measurement } from "./measurement.ts";

interface NowPart extends Part {
  /** A part of another kind has none of these. */
  isNow: boolean | undefined;
  ports: Ports | undefined;
  clock: Clock | undefined;
  now: Quantity;
}

/**
 * Days from 1970-01-01 to 2020-01-01, since which a reading counts its seconds: 31 bits of them end on
 * 2088-01-19.
 */
const FIRST_DAY = 18262;
const DAYS = 24855;
const DAY_S = 86400;

/**
 * The time of the device's clock, as a quantity: `sensor("time", now(), { every: minutes(1) })` publishes it
 * as "2026-11-29T16:14:05Z", in UTC, and shows it to Home Assistant as a timestamp. No reading while the time
 * is not known.
 */
export function now(): Quantity {
  const part = newPart<NowPart>("clock", "none", begin, measuredAtOnce, collect);
  part.isNow = true;
  part.ports = undefined;
  part.clock = undefined;
  part.now = { part, decimals: 0, value: undefined, isMoment: true };
  return part.now;
}

/** Does the part measure the time? */
export function isNow(part: Part): boolean {
  return (part as NowPart).isNow === true;
}

/** Sets the device's clock for those of its parts that measure the time. */
export function giveClock(measurements: readonly Measurement[], clock: Clock): void {
  for (const { part } of measurements) {
    const own = part as NowPart;
    if (own.isNow === true) own.clock = clock;
  }
}

function begin(part: NowPart, ports: Ports): void {
  part.ports = ports;
}

function collect(part: NowPart): string {
  const ports = part.ports as Ports;
  const moment = part.clock === undefined ? undefined : momentAt(part.clock, ports.milliseconds());
  setReading(part.now, moment === undefined ? undefined : readingOf(moment));
  return "";
}

/** Whole seconds since 2020; no reading where they do not fit. */
function readingOf({ day, ms }: Moment): Reading {
  const days = day - FIRST_DAY;
  if (days < 0 || days >= DAYS) return undefined;
  return days * DAY_S + Math.floor(ms / 1000);
}

/** The moment of a reading. */
export function momentOf(reading: number): Moment {
  return { day: FIRST_DAY + Math.floor(reading / DAY_S), ms: (reading % DAY_S) * 1000 };
}
