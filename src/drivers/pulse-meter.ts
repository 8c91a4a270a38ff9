// A meter that gives pulses: electricity (S0 output or the blinking LED), water, gas. Counts them, and tells
// the rate from the time between them. S0 output: EN 62053-31, "Pulse output devices": pulses of 30 ms or
// more, of which a meter's face says how many make a kWh, 30 ms or more from each other. A contact (a reed, a
// relay) bounces, for some milliseconds: a pulse counts behind 20 ms of quiet, by default. A water meter's
// says how many litres are one. The pin has the chip's pull-up; the output joins it to ground. Not
// implemented: keeping the count through a restart. It begins at 0, which readers of growing totals allow
// for.
import { elapsed, later, minutes, seconds } from "../bytes/milliseconds.ts";
import { multiplyDivide } from "../bytes/multiply-divide.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  measuredAtOnce,
  newPart,
  type Part,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";

/**
 * The rate is that of this time at least, from pulse to pulse. A look each second errs by a second at both ends, so a
 * longer time is more exact and a shorter one sooner there.
 */
const WINDOW_MS = seconds(20);
/** Without a pulse for so long, nothing flows. */
const STANDSTILL_MS = minutes(60);
/** Shorter than from one pulse of an S0 output to the next, and longer than a contact bounces. */
const DEBOUNCE_MS = 20;
const MOST_DEBOUNCE_MS = 1000;
/** More pulses than any such output gives between two looks. */
const MOST_PULSES = 4000000;

export interface PulseMeter extends Part {
  wire: "pulses";
  /** From `begin` on. */
  ports: Ports | undefined;
  pin: Pin;
  perUnit: number;
  debounceMs: number;
  /** The count when it last grew, and when that was seen; the same for the pulse at which the window began. */
  count: number;
  seenAt: number;
  firstCount: number;
  firstAt: number;
  /** kWh or m³ since start with three decimals (Wh, l), 0 to 2^31 - 1. */
  total: Quantity;
  /**
   * W or l/h: as many thousandths of the unit an hour, known to 5 % when the part is looked at every second;
   * once an hour at least. While no pulse comes, it falls to what the wait still allows. No reading before
   * there were two pulses.
   */
  rate: Quantity;
}

/**
 * The meter on the input that the wiring calls `role`. `perUnit` is its pulses in a kWh or in a m³: 1 to 100,000. A pulse counts where the
 * contact was open for `debounceMs` before it: 0 to 1000, by default 20; with 0 each time that the line falls.
 *
 * @part meter with pulses: S0, reed, LED
 * @esphome pulse_counter pulse_meter
 * @gives `total` kWh or m³, `rate` W or l/h
 * @example pulseMeter(role, 1000)
 * @example pulseMeter(role, 100, 100)
 * @note The rate is taken from pulse to pulse over 20 seconds or more: sample it every second or two. The total begins
 * at 0 with each start.
 */
export function pulseMeter(role: string, perUnit: number, debounceMs?: number): PulseMeter {
  const part = newPart<PulseMeter>(role, "pulses", begin, measuredAtOnce, collect);
  part.pin = "";
  part.perUnit = perUnit;
  part.debounceMs = debounceMs === undefined ? DEBOUNCE_MS : debounceMs;
  describePart(part, "", [
    { what: "pulses a unit", value: perUnit, least: 1, most: 100000 },
    { what: "debounce in ms", value: part.debounceMs, least: 0, most: MOST_DEBOUNCE_MS },
  ]);
  part.count = 0;
  part.seenAt = 0;
  part.firstCount = 0;
  part.firstAt = 0;
  part.total = { part, decimals: 3, value: undefined };
  part.rate = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: PulseMeter, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.pulses.count(part.pin, part.debounceMs);
  part.seenAt = ports.milliseconds();
}

function collect(part: PulseMeter): string {
  const ports = part.ports as Ports;
  const now = ports.milliseconds();
  const count = ports.pulses.counted(part.pin);
  setReading(part.total, multiplyDivide(count, 1000, part.perUnit));
  if (count !== part.count) flows(part, count, now);
  else waits(part, now);
  return "";
}

/** There were pulses since the last look. */
function flows(part: PulseMeter, count: number, now: number): void {
  const time = elapsed(now, part.firstAt);
  // The very first pulse begins a window and ends none: nobody saw the one before it.
  const isFirst = part.count === 0 && part.rate.value === undefined;
  part.count = count;
  part.seenAt = now;
  if (time < WINDOW_MS && !isFirst) return;
  // The count wraps as time does.
  if (!isFirst) setReading(part.rate, hourly(elapsed(count, part.firstCount), time, part.perUnit));
  part.firstCount = count;
  part.firstAt = now;
}

/** There was no pulse since the last look. */
function waits(part: PulseMeter, now: number): void {
  const wait = elapsed(now, part.seenAt);
  const last = part.rate.value;
  if (wait >= WINDOW_MS) {
    part.firstCount = part.count;
    part.firstAt = part.seenAt;
  }
  if (wait >= STANDSTILL_MS) {
    setReading(part.rate, 0);
    // Time wraps after 24 days: a standstill is never remembered as longer than it has to be.
    part.seenAt = later(part.seenAt, wait - STANDSTILL_MS);
  } else if (last !== undefined) setReading(part.rate, Math.min(last, hourly(1, wait, part.perUnit)));
}

/** Thousandths of a unit an hour: `pulses` in `ms`; what takes longer than an hour counts as an hour. */
function hourly(pulses: number, ms: number, perUnit: number): number {
  const time = Math.max(1, Math.min(STANDSTILL_MS, ms));
  // Tenths of a pulse an hour, pulses * 36,000,000 / time, in three steps that stay below 2^31.
  let rest = Math.min(pulses, MOST_PULSES) * 450;
  let tenths = Math.floor(rest / time);
  rest = (rest % time) * 400;
  tenths = tenths * 400 + Math.floor(rest / time);
  rest = (rest % time) * 200;
  tenths = tenths * 200 + Math.floor(rest / time);
  return multiplyDivide(tenths, 100, perUnit);
}
