// An integral over time: a derivation that adds up its source, as watts become watt-hours. The trapezoidal
// rule, in whole numbers: no product needs more than 31 bits, and what a division leaves is carried on.
import { powerOfTen } from "../../bytes/fixed-point.ts";
import { elapsed, later, type Milliseconds } from "../../bytes/milliseconds.ts";
import type { Ports } from "../../ports/ports.ts";
import { beginBy, describePart, type Quantity, setReading } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { type Derivation, newSum } from "./derivation.ts";

export interface IntegralOptions {
  /**
   * The time in the unit: `hours(1)` for watt-hours, `seconds(1)` for the seconds of a value that is 1 while
   * it is on.
   */
  per: Milliseconds;
  /** The divisor of the sum: 1000 makes kilowatt-hours of watts. 1 by default. */
  dividedBy?: number;
  /** Decimals of the sum: the source's by default, to 4. */
  decimals?: number;
}

interface Integral extends Derivation {
  ports: Ports | undefined;
  /**
   * The source is taken to be a straight line from here on; no reading: nothing is added up to the next one.
   */
  before: Reading;
  /** The moment up to which the sum has been added. */
  until: number;
  /** Milliseconds in a tick, in which time is counted. */
  tickMs: number;
  /** So much of two readings and a tick is one in the sum's last decimal, once they are times `factor`. */
  divisor: number;
  factor: number;
  /** The remainder of the last division, 0 to `divisor` - 1. */
  rest: number;
  sum: number;
}

/**
 * Time is counted in seconds where whole ones make at least a minute, times what the sum is divided by, and
 * in milliseconds otherwise.
 */
const SECOND_MS = 1000;
const MINUTE_MS = 60000;
const DAY_MS = 86400000;
/** Of a sensor. */
const MOST_DECIMALS = 4;
const MOST = 2147483647;
/** The longest time for a loop: beyond it more than a hundred ticks are taken at once. */
const GREATEST_DIVISOR = 0xffffff;
const GREATEST_DIVIDED = 100000;

/**
 * A quantity that adds up another over time: `integral(meter.power, { per: hours(1), dividedBy: 1000,
 * decimals: 3 })` is its energy in kWh. It begins at 0 with each start, and again after 2,147,483,647 of its
 * last decimal, or where a step between two samples alone comes near that. Time without a reading adds
 * nothing, nor does a reading of more than 1,073,741,823 in the sum's decimals. Between two samples of its
 * sensor the source counts as a straight line; one that is sampled at each change, as a contact, as what it
 * was. Trap: with whole seconds that make a minute or more of one in the sum, of samples within a second one
 * is looked at.
 */
export function integral(source: Quantity, { per, dividedBy, decimals }: IntegralOptions): Quantity {
  const wished = decimals === undefined ? source.decimals : decimals;
  let divided = dividedBy === undefined ? 1 : dividedBy;
  const part = newSum("integral", source, wished, collect) as Integral;
  beginBy(part, begin);
  part.ports = undefined;
  part.before = undefined;
  part.until = 0;
  const isLong =
    per >= MINUTE_MS || Math.floor(per / SECOND_MS) * divided >= Math.floor(MINUTE_MS / SECOND_MS);
  part.tickMs = per % SECOND_MS === 0 && isLong ? SECOND_MS : 1;
  const twice = 2 * Math.floor(per / part.tickMs);
  describePart(part, "", [
    { what: "`per` in milliseconds", value: per, least: 1, most: DAY_MS },
    {
      what: "dividedBy",
      value: divided,
      least: 1,
      most: twice > 0 ? Math.min(GREATEST_DIVIDED, Math.floor(GREATEST_DIVISOR / twice)) : GREATEST_DIVIDED,
    },
    { what: "decimals", value: wished, least: source.decimals, most: MOST_DECIMALS },
  ]);
  part.factor = powerOfTen(wished - source.decimals);
  while (part.factor > 1 && divided % 10 === 0) {
    part.factor = Math.floor(part.factor / 10);
    divided = Math.floor(divided / 10);
  }
  part.divisor = twice * divided;
  part.rest = 0;
  part.sum = 0;
  return part.quantity;
}

function begin(part: Integral, ports: Ports): void {
  part.ports = ports;
}

function collect(part: Integral): string {
  const now = (part.ports as Ports).milliseconds();
  const value = soundOf(part, (part.sources[0] as Quantity).value);
  if (value === undefined || part.before === undefined) {
    part.until = now;
    part.before = value;
  } else {
    const ticks = Math.floor(elapsed(now, part.until) / part.tickMs);
    if (ticks > 0) {
      addUp(part, (part.before + (part.watched ? part.before : value)) * part.factor, ticks);
      part.until = later(part.until, ticks * part.tickMs);
      part.before = value;
    }
  }
  setReading(part.quantity, part.sum);
  return "";
}

/** A reading that is twice as large as 31 bits hold, in the sum's decimals, counts as none. */
function soundOf({ factor }: Integral, reading: Reading): Reading {
  return reading === undefined || Math.abs(reading) > Math.floor(MOST / (2 * factor)) ? undefined : reading;
}

/** `twice` is the sum of two readings, whose mean lasted so many ticks. */
function addUp(part: Integral, twice: number, ticks: number): void {
  const { divisor } = part;
  const whole = Math.floor(twice / divisor);
  const beyond = twice - whole * divisor;
  // It would be passed, and begin anew.
  if (Math.abs(whole) > Math.floor(MOST / ticks) - 1) {
    part.rest = 0;
    part.sum = 0;
    return;
  }
  let by = whole * ticks;
  // The most ticks for which no product needs more than 31 bits.
  const most = Math.floor(MOST / divisor) - 1;
  let left = ticks;
  while (left > 0) {
    const these = Math.min(left, most);
    const wide = beyond * these + part.rest;
    const carried = Math.floor(wide / divisor);
    part.rest = wide - carried * divisor;
    by += carried;
    left -= these;
  }
  // A sum that would need more bits begins anew.
  part.sum = (by > 0 && part.sum > MOST - by) || (by < 0 && part.sum < -MOST - by) ? 0 : part.sum + by;
}
