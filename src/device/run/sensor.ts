// A sensor: one quantity of a part, sampled on a schedule, filtered, and published as telemetry.

import { powerOfTen, rounded } from "../../bytes/fixed-point.ts";
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import { STATES, TIMED_FILTERS, WATCHED_READINGS } from "../../features.ts";
import { HIGH_PRIORITY, LOW_PRIORITY, NORMAL_PRIORITY, type Publication } from "../../mqtt/publication.ts";
import type { Quantity } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import type { Diagnostic } from "../declare/diagnostics.ts";
import type { ShownSensor } from "../declare/home-assistant.ts";
import type { Unit } from "../declare/unit.ts";
import { type Filter, HELD } from "./filters/filter.ts";

export interface SensorOptions<Written extends string = string> extends ShownSensor {
  /**
   * Milliseconds between two samples: `seconds(30)`, `minutes(1)`. At least 100, at most a day. The first is at start. A
   * part whose pins are watched (a contact, a motion detector) is sampled at each of their changes besides.
   */
  every: Milliseconds;
  /** Unit of the published value: "°C", "%", "steps". None by default. One that Home Assistant knows by another name ("C") is refused. */
  unit?: Unit<Written>;
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
  deadline?: Milliseconds;
  /**
   * Milliseconds without a good reading after which "None" is published. Three times `every` by default, and at least a
   * minute. It is looked at with each sample. Trap: shorter than `every`, each single failure would count.
   */
  timeout?: Milliseconds;
  /** Sample also when a message comes to `<root>/<name>/get`, and publish whatever the filters say? No (default). */
  onRequest?: boolean;
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
  /** Its value is an age, which is true in the moment only: it is published once when somebody may have come to listen, and never kept. */
  isAge: boolean;
  /** It is a diagnostic: of the device itself, and not of what the device is for. */
  diagnostic: Diagnostic | undefined;
}

/** The default timeout in samples, and the least of it in milliseconds. */
const PATIENCE = 3;
const LEAST_TIMEOUT_MS = 60000;

/** Declares a sensor called `name` of a part's quantity. Its filters' options are brought to whole numbers here, once. */
export function sensor<Written extends string>(
  name: string,
  quantity: Quantity,
  options: SensorOptions<Written>,
): SensorDeclaration {
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
    diagnostic: undefined,
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

/** No sample is to come; one is; one is, and somebody waits for it, whatever the filters say. */
export const AT_REST = 0;
const DUE = 1;
export const ASKED_FOR = 2;

/** A sensor while the device runs: only what changes, and what is needed to change it. */
export interface Sensor {
  quantity: Quantity;
  decimals: number;
  /** What the quantity's value is divided by to have as many decimals. */
  divisor: number;
  every: number;
  filters: Filter[];
  publication: Publication;
  /** When it was last due, and whether a sample is to come: `AT_REST`, `DUE` or `ASKED_FOR`. It ends many turns later. */
  dueAt: number;
  stage: number;
  /** The last reading that passed the filters, and whether it is still to be published: an age, with its next sample. */
  last: Reading;
  unpublished: boolean;
  isAge: boolean;
  /** Samples without a reading since the last one with, and how many of them make it have none. */
  missed: number;
  patience: number;
  /** The words for its values. */
  states: readonly string[] | undefined;
  /**
   * What rules and confirmations see: the reading behind the filters that correct it, in front of the first one that only
   * saves messages. It is the last one there was, until there has been none for the sensor's timeout.
   */
  measured: Reading;
  correcting: number;
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
    stage: DUE,
    last: undefined,
    unpublished: declaration.isAge,
    isAge: declaration.isAge,
    missed: 0,
    patience: declaration.patience,
    states: STATES ? options.states : undefined,
    measured: undefined,
    correcting: declaration.correcting,
  };
}

/** Takes the quantity's newest value through the filters at `now`. True when there is something to publish. */
export function sample(sensor: Sensor, now: number): boolean {
  sensor.stage = AT_REST;
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
    if (WATCHED_READINGS && sensor.missed === sensor.patience) sensor.measured = undefined;
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
}

/** One at rest is to be sampled, when its part has measured. @inline */
export function becomeDue(sensor: Sensor): void {
  sensor.stage = DUE;
}

/** When it was last due, in the clock's time. @inline */
export function setDue(sensor: Sensor, instant: number): void {
  sensor.dueAt = instant;
}

/** Somebody has asked for a reading. @inline */
export function askFor(sensor: Sensor): void {
  sensor.stage = ASKED_FOR;
}

/** Whether its newest reading is still to be published. @inline */
export function setUnpublished(sensor: Sensor, unpublished: boolean): void {
  sensor.unpublished = unpublished;
}
