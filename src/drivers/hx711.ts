// HX711: weight by a load cell, a bridge of strain gauges, at an amplifier of its own. Channel A, gain 128.
// Datasheet: Avia Semiconductor, "HX711 24-Bit Analog-to-Digital Converter for Weigh Scales": two's
// complement from 800000 to 7FFFFF, where it is saturated; data is low when there is something to take, and
// high behind the 25th pulse. A clock that is high for 60 µs puts it to sleep, and behind that it takes 400
// ms at 10 samples a second. It sleeps from one reading to the next. No engine shuts interrupts out: one in a
// high of the clock puts it to sleep, and that bit and those behind it read as 1. No line tells: NodeMCU
// leaves the clock high, and data with it, behind each frame; under Espruino data would come sooner behind a
// good one, by the sample rate, which is not known. Nor does the value: 12 ones end one good value in 4096,
// and fewer than that end 11 in 24 spoiled ones. `median(3)` takes a spoiled one out, from the third reading
// on. Give it the 3.3 V of the board, so that data has no 5 V. Not implemented: channel B, gain 64, 80
// samples a second as such (it is read as slowly).
import type { Hx711Lines } from "../ports/hx711.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import {
  describePart,
  newPart,
  type Part,
  pinOf,
  type Quantity,
  setReading,
  type Wires,
} from "../reading/part.ts";

const SETTLE_MS = 500;
const MOST_COUNTS = 8388607;
const LEAST_COUNTS = -8388608;
/** Tenths of a gram in a kilogram are 10 by itself so often. */
const DIGITS = 4;

export interface Hx711 extends Part {
  wire: "pins";
  pins: { data: "hx711"; clock: "hx711" };
  /** From `begin` on. */
  ports: Ports | undefined;
  data: Pin;
  clock: Pin;
  zero: number;
  perKilogram: number;
  /** g in tenths, below 0 where less is on it than at `zero`. */
  weight: Quantity;
  /** What the part counts, -8388607 to 8388606: to find `zero` and `perKilogram`. */
  counts: Quantity;
}

/**
 * The part on the two pins that the wiring gives to `role`: `{ data, clock }`. `zero` is what it counts with nothing on the scale, and
 * `perKilogram` how many more with a kilogram on it: 1000 to 100000000.
 *
 * @part HX711 with a load cell
 * @esphome hx711
 * @gives `weight` g, `counts`
 * @example hx711(role, 84213, 429500)
 * @note Read `counts` empty for `zero`, and with a known weight: `perKilogram` is how many more for 1000 g; if it is
 * fewer, swap the cell's signal wires. An interrupt may spoil a reading: give it `filters: [median(3)]`. NodeMCU reads
 * one, on the ESP8266.
 */
export function hx711(role: string, zero: number, perKilogram: number): Hx711 {
  const part = newPart<Hx711>(role, "pins", begin, request, collect);
  part.pins = { data: "hx711", clock: "hx711" };
  part.data = "";
  part.clock = "";
  part.zero = zero;
  part.perKilogram = perKilogram;
  describePart(part, "HX711", [
    { what: "counts at 0 g", value: zero, least: LEAST_COUNTS, most: MOST_COUNTS },
    { what: "counts per kilogram", value: perKilogram, least: 1000, most: 100000000 },
  ]);
  part.weight = { part, decimals: 1, value: undefined };
  part.counts = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Hx711, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.data = pinOf(wires, part.role, "data");
  part.clock = pinOf(wires, part.role, "clock");
  ports.makeOutput(part.clock, 1);
  (ports.hx711 as Hx711Lines).setUp(part.data, part.clock);
  // A line that came off reads as not ready.
  ports.makeInput(part.data, true);
}

function request(part: Hx711): number {
  (part.ports as Ports).setLevel(part.clock, 0);
  return SETTLE_MS;
}

function collect(part: Hx711): string {
  const ports = part.ports as Ports;
  const isReady = ports.levelOf(part.data) === 0;
  const counts = isReady ? (ports.hx711 as Hx711Lines).read(part.data, part.clock) : undefined;
  ports.setLevel(part.clock, 1);
  setReading(part.weight, undefined);
  setReading(part.counts, undefined);
  if (!isReady) return "not ready";
  if (counts === undefined) return "data stays low";
  if (counts >= MOST_COUNTS || counts <= LEAST_COUNTS) return "out of range";
  const more = counts - part.zero;
  const tenths = tenthsOf(more < 0 ? 0 - more : more, part.perKilogram);
  setReading(part.weight, more < 0 ? 0 - tenths : tenths);
  setReading(part.counts, counts);
  return "";
}

/** Digit by digit: ten thousand times the counts could be longer than 32 bits. */
function tenthsOf(counts: number, perKilogram: number): number {
  let tenths = Math.floor(counts / perKilogram);
  let rest = counts % perKilogram;
  for (let i = 0; i < DIGITS; i++) {
    rest = rest * 10;
    tenths = tenths * 10 + Math.floor(rest / perKilogram);
    rest = rest % perKilogram;
  }
  return rest * 2 < perKilogram ? tenths : tenths + 1;
}
