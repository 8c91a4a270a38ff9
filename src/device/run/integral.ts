// An integral over time: a derivation that adds up its source, as watts become watt-hours. The trapezoidal rule, in whole numbers:
// no product needs more than 31 bits, and what a division leaves is carried on.
import { powerOfTen } from "../../bytes/fixed-point.ts";
import { elapsed, later, type Milliseconds } from "../../bytes/milliseconds.ts";
import type { Ports } from "../../ports/ports.ts";
import { describePart, type Quantity, setReading, watchPins } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { addSource, type Derivation, newDerivation } from "./derivation.ts";

export interface IntegralOptions {
  /** The time that is in the unit: `hours(1)` for watt-hours, `seconds(1)` for the seconds of something that is 1 while it is on. */
  per: Milliseconds;
  /** What the sum is divided by: 1000 makes kilowatt-hours of watts. 1 by default. */
  dividedBy?: number;
  /** Decimals of the sum, 0 to 4: as many as the source has by default. */
  decimals?: number;
}

interface Integral extends Derivation {
  ports: Ports | undefined;
  /** The source is taken to be a straight line from here on; no reading: nothing is added up to the next one. */
  before: Reading;
  /** The moment to which the sum goes. */
  until: number;
  /** Milliseconds in a tick, in which time is counted. */
  tickMs: number;
  /** So much of two readings and a tick is one in the sum's last decimal, once they are times `factor`. */
  divisor: number;
  factor: number;
  /** What was left of the last division, 0 to `divisor` - 1. */
  rest: number;
  sum: number;
}

/** Time is counted in seconds where whole ones make at least a minute of the unit's time, and in milliseconds otherwise. */
const SECOND_MS = 1000;
const MINUTE_MS = 60000;
const DAY_MS = 86400000;
/** Of a sensor. */
const MOST_DECIMALS = 4;
const MOST = 2147483647;
/** Beyond it, a tick would need more than 31 bits. */
const GREATEST_DIVISOR = 0x3fffffff;

/**
 * A quantity that adds up another over time: `integral(meter.power, { per: hours(1), dividedBy: 1000, decimals: 3 })` is its energy
 * in kWh. It begins at 0 with each start, and again behind 2,147,483,647 of its last decimal. Time without a reading adds nothing.
 * Between two samples of its sensor the source counts as a straight line. Trap: of samples within a second one is looked at, where
 * `per` is a minute or more.
 */
export function integral(source: Quantity, { per, dividedBy, decimals }: IntegralOptions): Quantity {
  const wished = decimals === undefined ? source.decimals : decimals;
  let divided = dividedBy === undefined ? 1 : dividedBy;
  const part = newDerivation(itself, wished) as Integral;
  addSource(part, source, 1);
  if (source.part.watched) watchPins(part);
  part.role = "integral";
  part.begin = begin;
  part.collect = collect;
  part.ports = undefined;
  part.before = undefined;
  part.until = 0;
  part.tickMs = per % SECOND_MS === 0 && per >= MINUTE_MS ? SECOND_MS : 1;
  const twice = 2 * Math.floor(per / part.tickMs) * powerOfTen(Math.max(0, source.decimals - wished));
  describePart(part, "", [
    { what: "`per` in milliseconds", value: per, least: 1, most: DAY_MS },
    { what: "dividedBy", value: divided, least: 1, most: Math.floor(GREATEST_DIVISOR / twice) },
    { what: "decimals", value: wished, least: 0, most: MOST_DECIMALS },
  ]);
  part.factor = powerOfTen(Math.max(0, wished - source.decimals));
  while (part.factor > 1 && divided % 10 === 0) {
    part.factor = Math.floor(part.factor / 10);
    divided = Math.floor(divided / 10);
  }
  part.divisor = twice * divided;
  part.rest = 0;
  part.sum = 0;
  return part.quantity;
}

/** Of its only source. */
function itself(value: number): Reading {
  return value;
}

function begin(part: Integral, ports: Ports): void {
  part.ports = ports;
}

function collect(part: Integral): string {
  const now = (part.ports as Ports).milliseconds();
  const value = (part.sources[0] as Quantity).value;
  if (value === undefined || part.before === undefined) {
    part.until = now;
    part.before = value;
  } else {
    const ticks = Math.floor(elapsed(now, part.until) / part.tickMs);
    if (ticks > 0) {
      addUp(part, (part.before + value) * part.factor, ticks);
      part.until = later(part.until, ticks * part.tickMs);
      part.before = value;
    }
  }
  setReading(part.quantity, part.sum);
  return "";
}

/** `twice` is two readings, whose mean lasted so many ticks. */
function addUp(part: Integral, twice: number, ticks: number): void {
  const { divisor } = part;
  const whole = Math.floor(twice / divisor);
  const beyond = twice - whole * divisor;
  // So many that neither product below needs more than 31 bits.
  const most = Math.min(Math.floor(MOST / divisor) - 1, Math.floor(MOST / (Math.abs(whole) + 1)));
  let left = ticks;
  while (left > 0) {
    const these = Math.min(left, most);
    const wide = beyond * these + part.rest;
    const carried = Math.floor(wide / divisor);
    part.rest = wide - carried * divisor;
    grow(part, whole * these + carried);
    left -= these;
  }
}

/** A sum that would need more bits begins anew. */
function grow(part: Integral, by: number): void {
  part.sum = (by > 0 && part.sum > MOST - by) || (by < 0 && part.sum < -MOST - by) ? 0 : part.sum + by;
}
