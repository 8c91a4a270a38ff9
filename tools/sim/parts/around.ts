// What is around a simulated part. A quantity that no part has measured yet is added here; the compiler asks for the rest.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Mains } from "./hlw8012.ts";
import type { Dust } from "./pms5003.ts";

/** The air around a part. */
export interface Air {
  celsius: number;
  /** Relative humidity in %. */
  humidity: number;
}

/** Each is looked at when the part measures. */
export interface Around {
  air: () => Air;
  lux: () => number;
  dust: () => Dust;
  /** CO2 in ppm. */
  co2: () => number;
  /** By Modbus, of the quantity whose first register is given, in its unit. */
  modbus: (register: number) => number;
  /** °C at the tip of a thermocouple; the other end is in the air. */
  tip: () => number;
  /** How far away what a part looks at is, in cm. */
  distance: () => number;
  /** g on a scale. */
  weight: () => number;
  /** 0 to 1 of an analog part's range: how wet the soil is, how much light there is. */
  share: () => number;
  /** At a part with several inputs, of which; else it is 0. Without an answer it is as at rest. */
  millivolts: (input: number) => number | undefined;
  /** What flows through a sensor of current, in A; below 0 in the other direction. */
  amperes: () => number;
  /** What a load takes of the mains. */
  mains: () => Mains;
  /** What flows through a meter: units (kWh, m³) an hour. */
  flow: () => number;
  /** Whether a part on I2C, on a one-wire line, on a UART, on the SPI, by an echo or on the line of a DHT answers. One that does not gives no reading. */
  answers: () => boolean;
  /** The part itself, where its driver is one of your own on I2C: it answers at its address, and at no other. */
  i2c: I2cBus;
  /** The part itself, where its driver is one of your own on other lines: called once, it answers on them from then on. */
  simulate: (bench: Bench) => void;
}

/** What is around the parts, by role. */
export type Surroundings = Readonly<Record<string, Partial<Around>>>;

/** Where a part of one's own is simulated: its lines, called as its role and pins ("dust.rx"), and the device's time. */
export interface Bench {
  circuit: Lines;
  /** Milliseconds. */
  now: () => number;
  /** Calls `then` after `ms` milliseconds; returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
  /** Calls `then` each `ms` milliseconds; returns what ends that. */
  every: (ms: number, then: () => void) => () => void;
  /** Calls `then` with the words behind the part's role that are typed in `ringmote run`, or sent to its own broker. */
  whenTouched: (then: Touched) => void;
}

/** `reader card 0A00`: "card" and "0A00"; a word that is left out is "". */
export type Touched = (name: string, value: string) => void;

/** What nobody has said: sensible values at rest. Those in millivolts go by the part. */
export const AT_REST: Omit<Around, "millivolts" | "i2c" | "simulate"> = {
  air: () => ({ celsius: 20, humidity: 50 }),
  lux: () => 200,
  dust: () => ({ pm1: 4, pm25: 7, pm10: 9 }),
  co2: () => 800,
  modbus: () => 1,
  tip: () => 200,
  distance: () => 100,
  weight: () => 500,
  share: () => 0.5,
  amperes: () => 1,
  mains: () => ({ volts: 230, amperes: 1, watts: 200 }),
  flow: () => 0.3,
  answers: () => true,
};

/** What is around one part: what is not said rests. */
export type Known = typeof AT_REST & Partial<Around>;
