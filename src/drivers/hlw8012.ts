// HLW8012: power, voltage, current and energy of a load at the mains, by the frequencies of two outputs.
// Datasheet: HLW Technology, "HLW8012 single phase energy metering IC". Pulses a second, with V1 at the
// shunt, V2 behind the divider, Vref = 2.43 V and fosc = 3.579 MHz:
//
//   CF                       V1 * V2 * 48 / Vref^2 * fosc / 128
//   CF1, SEL low: current    V1 * 24 / Vref * fosc / 512
//   CF1, SEL high: voltage   V2 * 2 / Vref * fosc / 512
//
// At 230 V behind a divider of 2351 there are 560 pulses a second, at 16 A across 1 mΩ 1100, and 360 of
// power. Pulses that an engine is too slow for are lost, and read as less: not tried on a board.
// Not implemented: the BL0937, which gives five times as many pulses of power; keeping the energy through a
// restart.
import { elapsed, seconds } from "../bytes/milliseconds.ts";
import { multiplyDivide } from "../bytes/multiply-divide.ts";
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

/** After a change of SEL it takes so long until CF1 is steady. */
const SETTLE_MS = seconds(1);
/** In a shorter time there are too few pulses for a reading. */
const LEAST_MS = seconds(1);
/** Levels of SEL, at the part. */
const CURRENT = 0;
const VOLTAGE = 1;
/** Of the datasheet's circuit: 1 mΩ, and six times 470 kΩ to 1 kΩ. */
const MICROOHMS = 1000;
const DIVIDER = 2821;
// Computed from Vref = 2.43 and fosc = 3579000 by hand: factors of these formulas do not fit in the 32 bits
// that a board's whole numbers have.
/** Tenths of a mJ in a pulse at CF, at 1 µΩ and a divider of 1: 1e10 * 128 * Vref^2 / (48 * fosc). */
const ENERGY = 43997;
/** Pulses of half a kWh, as above: 1.8 * 48 * fosc / (128 * Vref^2). */
const PULSES_OF_HALF = 409122;
/** µV at a pulse a millisecond and a divider of 1: 1e9 * 512 * Vref / (2 * fosc). */
const VOLTS = 173814;
/** mA at a pulse a millisecond and 1 µΩ: 1e12 * 512 * Vref / (24 * fosc). */
const AMPERES = 14484493;
/** The largest number of 31 bits: products stay below it. */
const MOST = 2147483647;

export interface Hlw8012Options {
  /** The shunt, in millionths of an ohm: 100 to 5000. Default 1000, for 30 A. */
  microohms?: number;
  /**
   * What the mains' voltage is divided by: (upper + lower) / lower, 1000 to 5000. Default 2821; a Sonoff Pow
   * has 2351.
   */
  divider?: number;
  /** SEL is driven by a transistor, which inverts it, as in a Sonoff Pow. */
  inverted?: boolean;
}

export interface Hlw8012 extends Part {
  wire: "pins";
  pins: { cf: "pulses"; cf1: "pulses"; sel: "output" };
  /** Set by `begin`. */
  ports: Ports | undefined;
  cf: Pin;
  cf1: Pin;
  sel: Pin;
  inverted: boolean;
  /** The worth of a pulse of each with this shunt and divider, in the units of the constants. */
  energyOfPulse: number;
  voltsOfPulse: number;
  amperesOfPulse: number;
  pulsesOfHalf: number;
  /** The quantity that CF1 gives now: CURRENT or VOLTAGE. */
  gives: number;
  /** SEL has changed, and CF1 may not be steady yet. */
  isSettling: boolean;
  /** When CF1 became steady, and the counts of then. */
  steadyAt: number;
  cfCount: number;
  cf1Count: number;
  /** W in tenths, from the second sample on: the mean from one to the next, by steps of 12 W s. */
  power: Quantity;
  /** V in tenths, and A in thousandths: each in every other sample. */
  voltage: Quantity;
  current: Quantity;
  /** kWh since start with three decimals (Wh). It begins again at 0 behind some thousand kWh. */
  energy: Quantity;
}

/**
 * The part on the three pins that the wiring gives to `role`: `{ cf, cf1, sel }`.
 *
 * @part HLW8012, CSE7759
 * @esphome hlw8012
 * @gives `power` W, `voltage` V, `current` A, `energy` kWh
 * @example hlw8012(role, { divider: 2351 })
 * @note Its ground is the mains: use optocouplers. Sampled every 10 s or slower, it gives voltage and current in turns.
 * Its clock is up to 15 % off: `calibrateLinear`. Pulses that a busy board misses read as less. A Sonoff Pow is
 * `inverted`.
 */
export function hlw8012(role: string, options?: Hlw8012Options): Hlw8012 {
  const given: Hlw8012Options = options === undefined ? {} : options;
  const microohms = given.microohms === undefined ? MICROOHMS : given.microohms;
  const divider = given.divider === undefined ? DIVIDER : given.divider;
  const part = newPart<Hlw8012>(role, "pins", begin, request, collect);
  part.pins = { cf: "pulses", cf1: "pulses", sel: "output" };
  describePart(part, "HLW8012", [
    { what: "microohms", value: microohms, least: 100, most: 5000 },
    { what: "divider", value: divider, least: 1000, most: 5000 },
  ]);
  part.cf = "";
  part.cf1 = "";
  part.sel = "";
  part.inverted = given.inverted === true;
  part.energyOfPulse = Math.floor((divider * ENERGY) / microohms);
  part.pulsesOfHalf = Math.floor((microohms * PULSES_OF_HALF) / divider);
  part.voltsOfPulse = Math.floor((divider * VOLTS) / 100000);
  part.amperesOfPulse = Math.floor(AMPERES / microohms);
  part.gives = CURRENT;
  part.isSettling = true;
  part.steadyAt = 0;
  part.cfCount = 0;
  part.cf1Count = 0;
  part.power = { part, decimals: 1, value: undefined };
  part.voltage = { part, decimals: 1, value: undefined };
  part.current = { part, decimals: 3, value: undefined };
  part.energy = { part, decimals: 3, value: undefined };
  return part;
}

function begin(part: Hlw8012, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.cf = pinOf(wires, part.role, "cf");
  part.cf1 = pinOf(wires, part.role, "cf1");
  part.sel = pinOf(wires, part.role, "sel");
  ports.makeOutput(part.sel, levelOf(part));
  // No contact: nothing bounces, and pulses come after a millisecond.
  ports.pulses.count(part.cf, 0);
  ports.pulses.count(part.cf1, 0);
}

function levelOf(part: Hlw8012): number {
  return part.inverted ? 1 - part.gives : part.gives;
}

/** Reads the pulses since CF1 was steady, and switches CF1 to the other quantity. */
function request(part: Hlw8012): number {
  const ports = part.ports as Ports;
  if (part.isSettling) return SETTLE_MS;
  const time = elapsed(ports.milliseconds(), part.steadyAt);
  if (time < LEAST_MS) return 0;
  // The counts wrap as time does.
  const cf = elapsed(ports.pulses.counted(part.cf), part.cfCount);
  const cf1 = elapsed(ports.pulses.counted(part.cf1), part.cf1Count);
  setReading(part.power, rate(cf, part.energyOfPulse, time));
  if (part.gives === VOLTAGE) setReading(part.voltage, rate(cf1, part.voltsOfPulse, time));
  else setReading(part.current, rate(cf1, part.amperesOfPulse, time));
  part.gives = 1 - part.gives;
  ports.setLevel(part.sel, levelOf(part));
  part.isSettling = true;
  return SETTLE_MS;
}

function collect(part: Hlw8012): string {
  const ports = part.ports as Ports;
  const cf = ports.pulses.counted(part.cf);
  setReading(part.energy, multiplyDivide(cf, 500, part.pulsesOfHalf));
  if (part.isSettling) {
    part.isSettling = false;
    part.steadyAt = ports.milliseconds();
    part.cfCount = cf;
    part.cf1Count = ports.pulses.counted(part.cf1);
  }
  return "";
}

/**
 * Pulses times the worth of each, over milliseconds. Where that product is too large, both are halved: so
 * many pulses are exact enough.
 */
function rate(pulses: number, each: number, time: number): number {
  let count = pulses;
  let ms = time;
  while (count > Math.floor(MOST / ms)) {
    count = Math.floor(count / 2);
    ms = Math.floor(ms / 2);
  }
  return multiplyDivide(each, count, ms);
}
