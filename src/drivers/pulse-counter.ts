// Pulse counter: rain gauge with a tipping bucket, anemometer with cups, flow meter.
// Davis Instruments, "Rain Collector II": 0.2794 mm a tip in those of 0.011 in.
// Inspeed, "Vortex" and its kind: 0.667 to 1.12 m of wind a pulse.
// WMO-No. 8, "Guide to Instruments": wind is the mean of 10 minutes, a gust the greatest mean of 3 seconds
// (5.8); rain that of a minute (6.1).
//
// Input: the chip's pull-up, and a contact to ground. A reed bounces for some milliseconds: by default a
// pulse counts after 20 ms of quiet.
// Accuracy: whole numbers with as many bits as they need; a reading errs by half of its last digit at most.
// Not implemented: keeping the total through a restart, except a sleep that it ends (runtime/wake-pin.ts); a
// gust as the greatest of overlapping means.
import { powerOfTen, scaled } from "../bytes/fixed-point.ts";
import { elapsed, hours, type Milliseconds, minutes } from "../bytes/milliseconds.ts";
import { PIN_WAKES } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  goOnBy,
  measuredAtOnce,
  newPart,
  type Part,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";

const DEBOUNCE_MS = 20;
const MOST_DEBOUNCE_MS = 1000;
const SECOND_MS = 1000;
const DAY_MS = 86400000;
/** Shorter than any two samples are from each other. */
const LEAST_GUST_MS = 100;
/** The window moves on by steps of this share of it. */
const STEPS = 12;
/**
 * With the decimals that it has there, each is at most 4,000,000 of its last: single floats hold that and
 * half of it.
 */
const LEAST_PER_PULSE = 0.000001;
const MOST_PER_PULSE = 40000;
const MOST = 2147483647;
/** In a step of the window no gust has been measured yet. */
const NO_GUST = -1;

export interface PulseCounterOptions {
  /**
   * What a pulse is, in your own unit: 0.2794 for mm of rain, 0.667 for m of wind. Below 4 it has six
   * decimals, below 400 four, and below 40,000 two.
   */
  perPulse: number;
  /** Decimals of all three quantities: 0 to 4. Default 2. */
  decimals?: number;
  /**
   * The time that is in the unit of `rate` and `most`: `hours(1)` for mm/h, which is the default,
   * `seconds(1)` for m/s. To a day.
   */
  per?: Milliseconds;
  /** The time over which `rate` is the mean and `most` the greatest: a second to a day. Default ten minutes. */
  window?: Milliseconds;
  /** The time of which `most` is the mean: `seconds(3)` for wind. Default a twelfth of the window. */
  gust?: Milliseconds;
  /**
   * A pulse counts where the contact was open for so long before it: to a second. Default 20 ms; with 0 each
   * time that the line falls.
   */
  debounce?: Milliseconds;
}

export interface PulseCounter extends Part {
  wire: "pulses";
  /** From `begin` on. */
  ports: Ports | undefined;
  pin: Pin;
  debounceMs: number;
  perMs: number;
  windowMs: number;
  gustMs: number;
  /** A pulse is `portion / share` of the last decimal. */
  portion: number;
  share: number;
  /**
   * The count at the last look; what it left of a last decimal, in `share` parts, and half a one more: the
   * total is rounded.
   */
  count: number;
  rest: number;
  sum: number;
  /** Where the gust began that is being measured, and the greatest of this step of the window. */
  gustAt: number;
  gustCount: number;
  gust: number;
  /**
   * Where the steps of the window began, the oldest first: when, at which count, and the greatest gust of
   * those that are over.
   */
  times: number[];
  counts: number[];
  gusts: number[];
  /** What was left of the last division. */
  left: number;
  /** Units since start. Begins at 0 again behind 2,147,483,647 of its last decimal. */
  total: Quantity;
  /** Units in `per`, the mean of the window, or of a time up to a sixth longer. No reading before it has passed. */
  rate: Quantity;
  /** The greatest mean of `gust`, from look to look, in the same time. */
  most: Quantity;
}

/**
 * The counter on the input that the wiring calls `role`: `pulseCounter("rain", { perPulse: 0.2794 })` has mm and mm/h.
 *
 * @part rain gauge, wind cups, flow meter: a portion a pulse
 * @esphome pulse_counter
 * @gives `total` your unit, `rate` of it an hour or a second, `most` the same
 * @example pulseCounter(role, { perPulse: 0.2794 })
 * @example pulseCounter(role, { perPulse: 0.667, per: seconds(1) })
 * @note `rate` is the mean of `window` (ten minutes), and has no reading before that has passed; `most` is the greatest mean of `gust` in it:
 * sample it as often. Of contacts that close half of the time, those of wind cups, 20 ms of `debounce`, the default, let 25 a
 * second through.
 */
export function pulseCounter(role: string, options: PulseCounterOptions): PulseCounter {
  const { perPulse, decimals, per, window, gust, debounce } = options;
  const part = newPart<PulseCounter>(role, "pulses", begin, measuredAtOnce, collect);
  const shown = decimals === undefined ? 2 : decimals;
  const places = perPulse < 4 ? 6 : perPulse < 400 ? 4 : 2;
  if (PIN_WAKES) goOnBy(part, goOn);
  part.pin = "";
  part.debounceMs = debounce === undefined ? DEBOUNCE_MS : debounce;
  part.perMs = per === undefined ? hours(1) : per;
  part.windowMs = window === undefined ? minutes(10) : window;
  part.gustMs = gust === undefined ? Math.floor(part.windowMs / STEPS) : gust;
  part.portion = scaled(perPulse, places);
  describePart(part, "", [
    {
      what: "perPulse",
      value: perPulse,
      least: LEAST_PER_PULSE,
      most: MOST_PER_PULSE,
      isFraction: true,
    },
    { what: "decimals", value: shown, least: 0, most: 4 },
    { what: "`per` in ms", value: part.perMs, least: SECOND_MS, most: DAY_MS },
    { what: "window in ms", value: part.windowMs, least: SECOND_MS, most: DAY_MS },
    {
      what: "gust in ms",
      value: part.gustMs,
      least: Math.min(LEAST_GUST_MS, part.gustMs),
      most: part.windowMs,
    },
    { what: "debounce in ms", value: part.debounceMs, least: 0, most: MOST_DEBOUNCE_MS },
  ]);
  part.share = powerOfTen(Math.max(0, places - shown));
  part.portion = part.portion * powerOfTen(Math.max(0, shown - places));
  part.rest = part.share >> 1;
  part.sum = 0;
  part.count = 0;
  part.gustAt = 0;
  part.gustCount = 0;
  part.gust = NO_GUST;
  part.times = [];
  part.counts = [];
  part.gusts = [];
  part.left = 0;
  part.total = { part, decimals: shown, value: undefined };
  part.rate = { part, decimals: shown, value: undefined };
  part.most = { part, decimals: shown, value: undefined };
  return part;
}

function begin(part: PulseCounter, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.pulses.count(part.pin, part.debounceMs);
  part.count = ports.pulses.counted(part.pin);
  part.gustCount = part.count;
  part.gustAt = ports.milliseconds();
  part.times.push(part.gustAt);
  part.counts.push(part.count);
}

function collect(part: PulseCounter): string {
  const ports = part.ports as Ports;
  const now = ports.milliseconds();
  const count = ports.pulses.counted(part.pin);
  // Counts wrap as time does.
  addUp(part, elapsed(count, part.count));
  part.count = count;
  setReading(part.total, part.sum);
  gustEnds(part, now);
  forgetOld(part, now);
  const time = elapsed(now, part.times[0] as number);
  const isOver = time >= part.windowMs;
  setReading(part.rate, isOver ? rateOf(part, elapsed(count, part.counts[0] as number), time) : undefined);
  setReading(part.most, greatest(part));
  const step = elapsed(now, part.times[part.times.length - 1] as number);
  if (step * STEPS >= part.windowMs) stepEnds(part, now);
  return "";
}

/** What so many pulses are, to the total. One that has no room begins anew. */
function addUp(part: PulseCounter, pulses: number): void {
  let by = divided(part, pulses, part.portion, part.share);
  part.rest += part.left;
  if (part.rest >= part.share) {
    part.rest -= part.share;
    if (by !== undefined) by += 1;
  }
  if (by === undefined || part.sum > MOST - by) {
    part.sum = 0;
    part.rest = part.share >> 1;
  } else part.sum += by;
}

/** Behind a sleep: from what it had counted, by the pulses that ended it. @cold */
function goOn(part: PulseCounter, sum: number, rest: number, pulses: number): void {
  part.sum = sum;
  part.rest = rest;
  addUp(part, pulses);
}

/** A gust has its time, or an eighth less: looks are late by some milliseconds, and not each by as many. */
function gustEnds(part: PulseCounter, now: number): void {
  const time = elapsed(now, part.gustAt);
  if (time < part.gustMs - (part.gustMs >> 3)) return;
  const rate = rateOf(part, elapsed(part.count, part.gustCount), time);
  if (rate !== undefined) part.gust = Math.max(part.gust, rate);
  part.gustAt = now;
  part.gustCount = part.count;
}

function greatest(part: PulseCounter): Reading {
  let most = part.gust;
  for (const gust of part.gusts) most = Math.max(most, gust);
  return most === NO_GUST ? undefined : most;
}

function stepEnds(part: PulseCounter, now: number): void {
  part.times.push(now);
  part.counts.push(part.count);
  part.gusts.push(part.gust);
  part.gust = NO_GUST;
}

/** What is left reaches as far back as the window, and less than a step farther. */
function forgetOld(part: PulseCounter, now: number): void {
  const { times, counts, gusts, windowMs } = part;
  let old = 0;
  while (old + 1 < times.length && elapsed(now, times[old + 1] as number) >= windowMs) old += 1;
  if (old === 0) return;
  part.times = [];
  part.counts = [];
  part.gusts = [];
  for (let i = old; i < times.length; i++) {
    part.times.push(times[i] as number);
    part.counts.push(counts[i] as number);
  }
  for (let i = old; i < gusts.length; i++) part.gusts.push(gusts[i] as number);
}

/**
 * So many pulses in `time` milliseconds (to five days), in `per`: rounded, exactly. No reading for more than
 * 31 bits.
 */
function rateOf(part: PulseCounter, pulses: number, time: number): Reading {
  const amount = divided(part, pulses, part.portion, part.share);
  const beyond = part.left;
  if (amount === undefined) return undefined;
  const rate = divided(part, amount, part.perMs, time);
  const left = part.left;
  const halves = divided(part, beyond * 2, part.perMs, part.share);
  if (rate === undefined || halves === undefined) return undefined;
  return rate + Math.floor((left * 2 + halves + time) / (time * 2));
}

/**
 * a * b / c, rounded down, as if the product had all the bits that it needs, bit by bit of `b`; what is left
 * of `c` is in `part.left`. No number is below zero, and c is at most 700 million. No reading for more than
 * 31 bits.
 */
function divided(part: PulseCounter, a: number, b: number, c: number): Reading {
  const whole = Math.floor(a / c);
  const beyond = a - whole * c;
  let bit = 1;
  while (bit <= b >> 1) bit = bit * 2;
  let of = b;
  let quotient = 0;
  let left = 0;
  while (bit > 0) {
    if (quotient > 1000000000) return undefined;
    quotient = quotient * 2;
    left = left * 2;
    if (of >= bit) {
      of -= bit;
      if (quotient > MOST - 2 - whole) return undefined;
      quotient += whole;
      left += beyond;
    }
    const carried = Math.floor(left / c);
    quotient += carried;
    left -= carried * c;
    bit = bit >> 1;
  }
  part.left = left;
  return quotient;
}
