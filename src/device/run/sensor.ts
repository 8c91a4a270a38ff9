// A sensor while the device runs: one quantity of a part, sampled on a schedule, filtered, and published as telemetry.
import { rounded } from "../../bytes/fixed-point.ts";
import { elapsed, later } from "../../bytes/milliseconds.ts";
import type { Clock } from "../../clock/clock.ts";
import { JOURNAL, STATES, TIMED_FILTERS, WATCHED_READINGS } from "../../features.ts";
import type { Outcome } from "../../mqtt/outcome.ts";
import type { Publication } from "../../mqtt/publication.ts";
import type { Quantity } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { addSender, type Delivery, type DurableSensor } from "./delivery.ts";
import { type Filter, HELD } from "./filters/filter.ts";
import { createHistory, type History, type HistoryOptions } from "./history.ts";
import type { Question } from "./question.ts";
import { createStamp, type Stamp } from "./stamp.ts";
import { carriedNumber, type WakeMemory } from "./wake-memory.ts";

/** The part of its declaration that a running sensor needs. */
export interface DeclaredSensor {
  quantity: Quantity;
  options: {
    every: number;
    filters?: Filter[];
    states?: readonly string[];
    stamped?: boolean;
    history?: HistoryOptions;
  };
  /** Decimals of the published value, and the divisor that gives the quantity's value as many. */
  decimals: number;
  divisor: number;
  /** Samples without a reading after which it counts as having none. */
  patience: number;
  /** The number of its filters in front of the first one that only saves messages. */
  correcting: number;
  /**
   * Its value is an age, which is true for a moment only: it is published once when a listener may have come,
   * and never kept.
   */
  isAge: boolean;
}

/** No sample is due; one is; or one is and somebody waits for it, whatever the filters say. */
export const AT_REST = 0;
const DUE = 1;
export const ASKED_FOR = 2;
type Stage = typeof AT_REST | typeof DUE | typeof ASKED_FOR;

/** A sensor while the device runs: only its changing state, and the data to change it. */
export interface Sensor {
  quantity: Quantity;
  decimals: number;
  /** The divisor that gives the quantity's value as many decimals. */
  divisor: number;
  every: number;
  filters: Filter[];
  publication: Publication;
  /** When it was last due, and whether a sample is to come, which ends many turns later. */
  dueAt: number;
  stage: Stage;
  /**
   * The last reading that passed the filters, and whether it is still to be published: an age, with its next
   * sample.
   */
  last: Reading;
  unpublished: boolean;
  isAge: boolean;
  /** Samples without a reading since the last one with, and how many of them make it have none. */
  missed: number;
  patience: number;
  /** The words for its values. */
  states: readonly string[] | undefined;
  /**
   * What rules and confirmations see: the reading after the filters that correct it, in front of the first
   * one that only saves messages. It is the last one there was, until there has been none for the sensor's
   * timeout.
   */
  measured: Reading;
  correcting: number;
  /** When its last reading was measured, where that is published. */
  stamp: Stamp | undefined;
  /** Where its readings survive a power cut. */
  durable: DurableSensor | undefined;
  /** Its readings of the last hours, where these are kept for the broker. */
  history: History | undefined;
  /** Its newest value as a question, where each is one. */
  question: Question | undefined;
}

/** The running sensor of a declaration, whose values may be questions; first due at once. */
export function runningSensor(
  declaration: DeclaredSensor,
  publication: Publication,
  question: Question | undefined,
  now: number,
): Sensor {
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
    stamp: undefined,
    durable: undefined,
    history: undefined,
    question,
  };
}

/** Its readings are published with their times, by this clock. @cold */
export function stampReadings(sensor: Sensor, clock: Clock): void {
  sensor.stamp = createStamp(clock);
}

/** Its readings, by its `name`, survive a power cut; those of `within` milliseconds are written at once. @cold */
export function deliverReadings(sensor: Sensor, delivery: Delivery, name: string, within: number): void {
  sensor.durable = addSender(delivery, sensor.publication, name, within);
}

/** Its readings are kept for the broker, and published by `publication`. @cold */
export function keepReadings(
  sensor: Sensor,
  options: HistoryOptions,
  clock: Clock,
  publication: Publication,
): History {
  const history = createHistory(options, sensor.every, clock, publication);
  sensor.history = history;
  return history;
}

/**
 * Takes the quantity's newest value through the filters at `now`. True when there is something to publish.
 */
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

/** One failed sample is no reason to forget a reading. */
function measure(sensor: Sensor, reading: Reading): void {
  if (reading === undefined || reading === HELD || reading === sensor.measured) return;
  sensor.measured = reading;
}

/** Rules see this in place of its last reading, up to its next sample. @inline */
export function showInstead(sensor: Sensor, reading: Reading): void {
  sensor.measured = reading;
}

/** One at rest is to be sampled, when its part has measured. @inline */
export function becomeDue(sensor: Sensor): void {
  sensor.stage = DUE;
}

/** Becomes due when its time has come. Returns the milliseconds until it is due again. @inline */
export function pollSchedule(sensor: Sensor, now: number): number {
  const late = elapsed(now, sensor.dueAt) - sensor.every;
  if (late >= 0) {
    if (sensor.stage === AT_REST) becomeDue(sensor);
    // Keeps its beat, but does not catch up on what it missed.
    sensor.dueAt = late < sensor.every ? later(sensor.dueAt, sensor.every) : now;
  }
  return sensor.every - elapsed(now, sensor.dueAt);
}

/** Its interval begins anew. @inline */
export function restartInterval(sensor: Sensor, now: number): void {
  sensor.dueAt = now;
}

/** Somebody has requested a reading: the sensor samples soon. @inline */
export function requestSample(sensor: Sensor): void {
  sensor.stage = ASKED_FOR;
}

/** Its newest reading is still to be published. @inline */
export function oweReading(sensor: Sensor): void {
  sensor.unpublished = true;
}

/** Its newest reading is on its way, or waits elsewhere. @inline */
export function handOver(sensor: Sensor): void {
  sensor.unpublished = false;
}

/**
 * Its newest reading was published with this outcome: one that the client did not take is still to be
 * published. @inline
 */
export function noteOutcome(sensor: Sensor, outcome: Outcome): void {
  sensor.unpublished = outcome !== "kept" && outcome !== "sent";
}

/**
 * The broker did not learn that it has no reading: the next sample without one says so again. What is
 * durable waits in the journal. @inline
 */
export function oweNone(sensor: Sensor): void {
  if (sensor.missed === sensor.patience && !(JOURNAL && sensor.durable !== undefined)) sensor.missed -= 1;
}

/** Keeps over a sleep what it remembers of its samples. @cold */
export function carrySensor(sensor: Sensor, memory: WakeMemory): void {
  sensor.missed = carriedNumber(memory, sensor.missed);
  for (const filter of sensor.filters) {
    if (filter.carry !== undefined) filter.carry(filter, memory);
  }
}
