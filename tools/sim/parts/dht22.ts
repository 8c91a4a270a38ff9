// DHT22 as its line shows it: when the line falls behind the start signal. Datasheet: Aosong, "AM2302 Product
// Manual": the line is let go for 20 to 200 µs, then low for 80 µs and high for 80, then 40 bits, each low
// for 50 µs and high for 26 (a 0) or 70 (a 1); the start signal is low for 0.8 to 20 ms, and two seconds lie
// between two readings. What it says was measured at the reading before; the first one says what there is
// now. Not modelled: the end of its power-on, its errors of measurement, a line without a resistor.
import { createMisuses, type Misused } from "./misuses.ts";

/**
 * Nothing comes; a fall is lost, of a bit in the middle or of the last one; a short pulse comes in between;
 * one bit is another one than the sum says; a level is longer or shorter by some microseconds; its humidity
 * sensor is broken, or its temperature sensor.
 */
export type Dht22Fault =
  | "none"
  | "silent"
  | "lost-edge"
  | "cut"
  | "noise"
  | "wrong-bit"
  | "late"
  | "no-humidity"
  | "no-temperature";

export interface Dht22Options {
  lines: { attachDht: (pin: string | number, falls: (lowMs: number) => readonly number[]) => void };
  pin: string | number;
  now: () => number;
  air: () => { celsius: number; humidity: number };
}

export interface Dht22Model extends Misused {
  fault: Dht22Fault;
}

const LET_GO_US = 30;
const LEAD_IN_US = 160;
const LOW_US = 50;
const ZERO_US = 26;
const ONE_US = 70;
const NOISE_US = 12;
const LATE_US = 18;
const LEAST_LOW_MS = 0.8;
const MOST_LOW_MS = 20;
const CYCLE_MS = 2000;
/** Whose fall is lost, or which a short pulse is in. */
const MIDDLE = 17;
const SIGN = 0x8000;
/** What it says in place of a temperature. */
const BROKEN = 0x7fff;

export function createDht22({ lines, pin, now, air }: Dht22Options): Dht22Model {
  const { note, taken } = createMisuses("DHT22");
  let askedAt = Number.NEGATIVE_INFINITY;
  let measured = { ...air() };
  const model: Dht22Model = { fault: "none", misuses: taken };
  lines.attachDht(pin, (lowMs) => {
    if (lowMs < LEAST_LOW_MS) note("a start signal of less than 0.8 ms");
    if (lowMs > MOST_LOW_MS) note("a start signal of more than 20 ms");
    if (now() - askedAt < CYCLE_MS) note("asked less than 2 s behind the last time");
    askedAt = now();
    const said = measured;
    measured = { ...air() };
    return model.fault === "silent" ? [] : fallsOf(frame(said));
  });
  return model;

  function frame({ celsius, humidity }: { celsius: number; humidity: number }): number[] {
    const percent = model.fault === "no-humidity" ? 0 : Math.round(humidity * 10);
    const tenths = Math.round(celsius * 10);
    const degrees = model.fault === "no-temperature" ? BROKEN : tenths < 0 ? SIGN - tenths : tenths;
    const bytes = [percent >> 8, percent & 255, degrees >> 8, degrees & 255];
    const sum = bytes.reduce((all, byte) => all + byte, 0) & 255;
    const bits = [...bytes, sum].flatMap((byte) =>
      [7, 6, 5, 4, 3, 2, 1, 0].map((place) => (byte >> place) & 1),
    );
    if (model.fault === "wrong-bit") bits[MIDDLE] = 1 - (bits[MIDDLE] ?? 0);
    return bits;
  }

  function fallsOf(bits: readonly number[]): number[] {
    const falls = [LET_GO_US, LET_GO_US + LEAD_IN_US];
    for (const bit of bits) falls.push((falls.at(-1) ?? 0) + LOW_US + (bit === 1 ? ONE_US : ZERO_US));
    if (model.fault === "lost-edge") falls.splice(MIDDLE, 1);
    if (model.fault === "cut") falls.pop();
    if (model.fault === "noise") falls.splice(MIDDLE, 0, (falls[MIDDLE] ?? 0) - NOISE_US);
    if (model.fault === "late") return falls.map((fall, at) => (at % 3 === 0 ? fall + LATE_US : fall));
    return falls;
  }
}
