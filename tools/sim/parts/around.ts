// The surroundings of a simulated part. A quantity that no part has measured yet is two lines here: what its
// function returns, as docs/trials.md has it, and its value at rest.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Mains } from "./hlw8012.ts";
import type { Dust } from "./pms5003.ts";

/** The air around a part. */
export interface Air {
  celsius: number;
  /** Relative humidity in %. */
  humidity: number;
  /** Only a `bme280` measures it. 1013.25 by default. */
  hectopascals?: number;
}

/** Each is looked at when the part measures. */
export interface Around {
  /**
   * `{ celsius, humidity }`, the humidity in percent; for a `bme280` `hectopascals` too, which are 1013.25
   * without.
   */
  air: () => Air;
  /** lx. */
  lux: () => number;
  /** `{ pm1, pm25, pm10 }` in µg/m³. */
  dust: () => Dust;
  /** ppm of CO2. */
  co2: () => number;
  /** ppm of volatile organic compounds, as ethanol. */
  voc: () => number;
  /** The quantity at the `register` that it is given, in its unit. */
  modbus: (register: number) => number;
  /** °C at a thermocouple's tip; its other end is in `air`. */
  tip: () => number;
  /** cm to what the part looks at. */
  distance: () => number;
  /** g on the scale. */
  weight: () => number;
  /** 0 to 1 of an analog part's range: how wet the soil is, how much light there is. */
  share: () => number;
  /** mV at the pin, so for a `battery` what its divider leaves, in place of `share`; given its `input`. */
  millivolts: (input: number) => number | undefined;
  /** A, below 0 the other way round. */
  amperes: () => number;
  /** `{ volts, amperes, watts }` of a load at the mains. */
  mains: () => Mains;
  /** Units (kWh, m³) an hour, or in the `per` of a `pulse-counter`; of a `dsmr` kW. */
  flow: () => number;
  /** `false` for no reading. */
  answers: () => boolean;
  /** The part itself, on I2C: it answers at its address, and at no other. */
  i2c: I2cBus;
  /** The part itself, on other lines, in place of its model: called once, it answers on them from then on. */
  simulate: (bench: Bench) => void;
}

/** What is asked for while a part measures. */
export type Asked = Exclude<keyof Around, "i2c" | "simulate">;

/** What is around the parts, by role. */
export type Surroundings = Readonly<Record<string, Partial<Around>>>;

/**
 * Where a part of one's own is simulated: its lines, called as its role and pins ("dust.rx"), and the
 * device's time.
 */
export interface Bench {
  circuit: Lines;
  /** Milliseconds. */
  now: () => number;
  /** Calls `then` after `ms` milliseconds; returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
  /** Calls `then` each `ms` milliseconds; returns what ends that. */
  every: (ms: number, then: () => void) => () => void;
  /**
   * Calls `then` with the words behind the part's role that are typed in `ringmote run`, or sent to its own
   * broker.
   */
  whenTouched: (then: Touched) => void;
}

/** `reader card 0A00`: "card" and "0A00"; a word that is left out is "". */
export type Touched = (name: string, value: string) => void;

/** What nobody has said: sensible values at rest. Those in millivolts go by the part. */
export const USUAL_AROUND: Omit<Around, "millivolts" | "i2c" | "simulate"> = {
  air: () => ({ celsius: 20, humidity: 50 }),
  lux: () => 200,
  dust: () => ({ pm1: 4, pm25: 7, pm10: 9 }),
  co2: () => 800,
  voc: () => 1,
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

/** What a record may have beside what it has at rest. */
export const BESIDE_REST: Readonly<Partial<Record<Asked, readonly string[]>>> = { air: ["hectopascals"] };

/** What is around one part: what is not said rests. */
export type Known = typeof USUAL_AROUND & Partial<Around>;
