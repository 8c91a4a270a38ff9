// A sensor: one quantity of a part, sampled on a schedule, filtered, and published as telemetry.
import { powerOfTen, rounded, scaled } from "../bytes/fixed-point.ts";
import type { Publication } from "../mqtt/publication.ts";
import type { Quantity } from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";
import { type Filter, HELD } from "./filters/filter.ts";

export interface SensorOptions {
  /** Unit of the published value, as people write it: "°C", "%". */
  unit: string;
  /** Decimals of the published value: 0 to as many as the quantity has. */
  decimals: number;
  /** Milliseconds between two samples: `seconds(30)`, `minutes(1)`. At least 100, at most a day. */
  every: number;
  /** What a reading goes through before it is published, in this order. */
  filters?: Filter[];
  /** 0 (default): a lost one is made up for by the next. 1: kept in the ring until the broker has it. */
  qos?: 0 | 1;
  /** When the ring is full (QoS 1): "latest" (default), "oldest" or "reject". */
  overflow?: "reject" | "oldest" | "latest";
}

/** A sensor as its author declares it. */
export interface SensorDeclaration {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  quantity: Quantity;
  options: SensorOptions;
}

/** Declares a sensor called `name` of a part's quantity. */
export function sensor(name: string, quantity: Quantity, options: SensorOptions): SensorDeclaration {
  return { name, quantity, options };
}

/** A sensor while the device runs: only what changes, and what is needed to change it. */
export interface Sensor {
  quantity: Quantity;
  decimals: number;
  /** What the quantity's value is divided by to have as many decimals. */
  divisor: number;
  every: number;
  filters: Filter[];
  publication: Publication;
  /** When it was last due, and whether a sample is still to come. */
  dueAt: number;
  waiting: boolean;
  /** The last reading that passed the filters, and whether the broker is still to be told. */
  last: Reading;
  untold: boolean;
}

/** The running sensor of a declaration; first due at once. */
export function runningSensor(declaration: SensorDeclaration, publication: Publication, now: number): Sensor {
  const options = declaration.options;
  const filters = options.filters === undefined ? [] : options.filters;
  const decimals = Math.min(options.decimals, declaration.quantity.decimals);
  for (const filter of filters) filter.amount = scaled(filter.amount, decimals);
  return {
    quantity: declaration.quantity,
    decimals,
    divisor: powerOfTen(declaration.quantity.decimals - decimals),
    every: options.every,
    filters,
    publication,
    dueAt: now,
    waiting: true,
    last: undefined,
    untold: false,
  };
}

/** Takes the quantity's newest value through the filters. True when there is a reading to publish. */
export function sample(sensor: Sensor): boolean {
  sensor.waiting = false;
  let reading = sensor.quantity.value;
  if (reading !== undefined) reading = rounded(reading, sensor.divisor);
  for (const filter of sensor.filters) {
    if (reading !== HELD) reading = filter.pass(filter, reading);
  }
  if (reading === HELD) return false;
  sensor.last = reading;
  return reading !== undefined;
}
