// A sensor: one quantity of a part, sampled on a schedule, filtered, and published as telemetry.
import { powerOfTen, rounded } from "../bytes/fixed-point.ts";
import { STATES, TIMED_FILTERS, WATCHED_READINGS } from "../features.ts";
import { HIGH_PRIORITY, LOW_PRIORITY, NORMAL_PRIORITY, type Publication } from "../mqtt/publication.ts";
import type { Quantity } from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";
import { type Filter, HELD } from "./filters/filter.ts";

export interface SensorOptions {
  /**
   * Milliseconds between two samples: `seconds(30)`, `minutes(1)`. At least 100, at most a day. The first is at start. A
   * part whose pins are watched (a contact, a motion detector) is sampled at each of their changes besides.
   */
  every: number;
  /** Unit of the published value, as people write it: "°C", "%". None by default. */
  unit?: string;
  /** Decimals of the published value: 0 (default) to as many as the quantity has. */
  decimals?: number;
  /** Words for the values 0, 1, 2...: the word is published in place of the number. Then there are no decimals and no unit. */
  states?: readonly string[];
  /** What a reading goes through before it is published, in this order. */
  filters?: Filter[];
  /**
   * 0 (default): a lost one is made up for by the next. 1: kept in the ring until the broker has it; it may come twice.
   * 2: the same, and it comes once, as long as the broker keeps the session.
   */
  qos?: 0 | 1 | 2;
  /**
   * What happens to the values that wait in the ring (QoS 1 and 2). "latest" (default): one waits, and a newer takes its place.
   * When the ring is full, "oldest": the oldest goes; "thin": one goes so that what is left spans the whole time
   * evenly; "reject": none goes, and a new one is refused.
   */
  overflow?: "reject" | "oldest" | "latest" | "thin";
  /**
   * Who goes first when the ring is full (QoS 1 and 2): messages of a lower priority do, unless their overflow is
   * "reject", and none of a higher one. "normal" by default.
   */
  priority?: "low" | "normal" | "high";
  /**
   * Milliseconds after which a value that was not sent yet is of no use any more, and dropped (QoS 1 and 2): from a
   * second to twelve days. By default none is. Trap: it does not make anything faster.
   */
  deadline?: number;
  /**
   * Milliseconds without a good reading after which "None" is published, which Home Assistant shows as unknown. Three
   * times `every` by default, and at least a minute. It is looked at with each sample. Trap: shorter than `every`, each
   * single failure would count.
   */
  timeout?: number;
  /** Sample also when a message comes to `<root>/<name>/get`, and publish whatever the filters say? No (default). */
  onRequest?: boolean;
  /** The name that people read: "Temperature". By default the sensor's own. Discovery's alone, as all that follow. */
  label?: string;
  /** What kind of quantity it is to Home Assistant: "temperature". */
  deviceClass?: string;
  /** How its values are kept in long-term statistics. */
  stateClass?: "measurement" | "measurement_angle" | "total" | "total_increasing";
  /** "diagnostic": about the device itself, and shown apart from what it measures. */
  category?: "diagnostic";
  /** `false`: disabled until somebody enables it. */
  enabled?: boolean;
  /**
   * Milliseconds after which a value that was not published again is no longer believed: for devices that sleep.
   * Trap: a value that filters hold is not published; put a `heartbeat` behind them.
   */
  expireAfter?: number;
}

/** A sensor as its author declares it. */
export interface SensorDeclaration {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  quantity: Quantity;
  options: SensorOptions;
  /** Decimals of the published value, and what the quantity's is divided by to have as many. */
  decimals: number;
  divisor: number;
  /** Samples without a reading after which it counts as having none. */
  patience: number;
  /** How many of its filters stand in front of the first one that only saves messages. */
  correcting: number;
  /** `LOW_PRIORITY`, `NORMAL_PRIORITY` or `HIGH_PRIORITY` (mqtt/publication.ts). */
  priority: number;
  /** Its value is an age, which is true in the moment only: it is told once when somebody may have come to listen, and never kept. */
  isAge: boolean;
}

/** The default timeout in samples, and the least of it in milliseconds. */
const PATIENCE = 3;
const LEAST_TIMEOUT_MS = 60000;

/** Declares a sensor called `name` of a part's quantity. Its filters' options are brought to whole numbers here, once. */
export function sensor(name: string, quantity: Quantity, options: SensorOptions): SensorDeclaration {
  const wished = options.decimals === undefined ? 0 : options.decimals;
  const decimals = Math.min(wished, quantity.decimals);
  if (options.filters !== undefined) {
    for (const filter of options.filters) {
      if (filter.scale !== undefined) filter.scale(filter, decimals);
    }
  }
  return {
    name,
    quantity,
    options,
    decimals,
    divisor: powerOfTen(quantity.decimals - decimals),
    patience: patienceOf(options),
    correcting: correctingFilters(options.filters),
    priority: priorityOf(options.priority),
    isAge: false,
  };
}

function priorityOf(priority: SensorOptions["priority"]): number {
  if (priority === "low") return LOW_PRIORITY;
  return priority === "high" ? HIGH_PRIORITY : NORMAL_PRIORITY;
}

/** The filters that correct a reading come first; these only save messages. */
function correctingFilters(filters: Filter[] | undefined): number {
  if (filters === undefined) return 0;
  for (let i = 0; i < filters.length; i++) {
    const { kind } = filters[i] as Filter;
    if (kind === "dead band" || kind === "throttle" || kind === "heartbeat") return i;
  }
  return filters.length;
}

function patienceOf(options: SensorOptions): number {
  const usual = Math.max(PATIENCE * options.every, LEAST_TIMEOUT_MS);
  const timeout = options.timeout === undefined ? usual : options.timeout;
  return Math.max(1, Math.floor((timeout + options.every - 1) / options.every));
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
  /** The last reading that passed the filters, and whether the broker is still to be told: an age, with its next sample. */
  last: Reading;
  untold: boolean;
  isAge: boolean;
  /** Samples without a reading since the last one with, and how many of them make it have none. */
  missed: number;
  patience: number;
  /** The words for its values. */
  states: readonly string[] | undefined;
  /** Somebody waits for a value, whatever the filters say. */
  asked: boolean;
  /**
   * What rules and confirmations see: the reading behind the filters that correct it, in front of the first one that only
   * saves messages. It is the last one there was, until there has been none for the sensor's timeout.
   */
  measured: Reading;
  correcting: number;
  /** It is another one than when they were last looked at. */
  renewed: boolean;
}

/** The running sensor of a declaration; first due at once. */
export function runningSensor(declaration: SensorDeclaration, publication: Publication, now: number): Sensor {
  const options = declaration.options;
  return {
    quantity: declaration.quantity,
    decimals: declaration.decimals,
    divisor: declaration.divisor,
    every: options.every,
    filters: options.filters === undefined ? [] : options.filters,
    publication,
    dueAt: now,
    waiting: true,
    last: undefined,
    untold: declaration.isAge,
    isAge: declaration.isAge,
    missed: 0,
    patience: declaration.patience,
    states: STATES ? options.states : undefined,
    asked: false,
    measured: undefined,
    correcting: declaration.correcting,
    renewed: false,
  };
}

/** Takes the quantity's newest value through the filters at `now`. True when there is something to publish. */
export function sample(sensor: Sensor, now: number): boolean {
  sensor.waiting = false;
  let reading = sensor.quantity.value;
  if (reading !== undefined) reading = rounded(reading, sensor.divisor);
  let passed = 0;
  for (const filter of sensor.filters) {
    if (WATCHED_READINGS && passed === sensor.correcting) measure(sensor, reading);
    if (WATCHED_READINGS) passed += 1;
    if (TIMED_FILTERS) {
      if (reading !== HELD || filter.hearsHeld === true) reading = filter.pass(filter, reading, now);
    } else if (reading !== HELD) reading = filter.pass(filter, reading);
  }
  if (WATCHED_READINGS && passed === sensor.correcting) measure(sensor, reading);
  if (reading === undefined) {
    sensor.last = undefined;
    sensor.missed += 1;
    if (WATCHED_READINGS && sensor.missed === sensor.patience) {
      sensor.measured = undefined;
      sensor.renewed = true;
    }
    return sensor.missed === sensor.patience;
  }
  sensor.missed = 0;
  if (reading === HELD) return false;
  sensor.last = reading;
  return true;
}

/** Nothing is forgotten for one sample that failed. */
function measure(sensor: Sensor, reading: Reading): void {
  if (reading === undefined || reading === HELD || reading === sensor.measured) return;
  sensor.measured = reading;
  sensor.renewed = true;
}
