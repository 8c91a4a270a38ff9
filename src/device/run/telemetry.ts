// Telemetry: asks each part for a measurement when one of its sensors is due, and publishes
// readings that pass the filters.
import { fixedPoint } from "../../bytes/fixed-point.ts";
import { elapsed, HALF_A_ROUND_MS, later } from "../../bytes/milliseconds.ts";
import { momentText } from "../../clock/moment-text.ts";
import {
  DERIVED,
  DIAGNOSTICS,
  HISTORY,
  JOURNAL,
  KEEPERS,
  MOMENTS,
  QUESTIONS,
  REQUESTS,
  STAMPED,
  STATES,
  WATCHED_READINGS,
} from "../../features.ts";
import type { Client } from "../../mqtt/client.ts";
import { isConnected } from "../../mqtt/connection-state.ts";
import { publish } from "../../mqtt/outbox.ts";
import { NO_ANSWER, setReading } from "../../reading/part.ts";
import { type AutomationState, stirByReading } from "./automation-state.ts";
import { deliver } from "./delivery.ts";
import { endAwaiting, isAwaited, isAwaiting } from "./derivation.ts";
import { type Health, noteChange } from "./health.ts";
import { record } from "./history.ts";
import { type Measurement, NOTHING_ASKED } from "./measurement.ts";
import { momentOf } from "./now.ts";
import { ask, endLate } from "./question.ts";
import { ASKED_FOR, AT_REST, handOver, noteOutcome, pollSchedule, type Sensor, sample } from "./sensor.ts";
import { noteMeasured } from "./stamp.ts";
import { type HeldReading, hold, publishStamped, waitsForTime } from "./stamped-readings.ts";
import { NO_READING } from "./topics.ts";

/** A device that measures. */
export interface MeasuringDevice {
  client: Client;
  sensors: Sensor[];
  /** One measurement of each part. */
  measurements: Measurement[];
  /** @inline */
  health: Health;
  /** @inline */
  acting: AutomationState;
  /** Where readings are published with their times: those that wait for theirs. */
  held: HeldReading[];
}

/** The longest wait. */
const LONGEST_MS = 60000;

/**
 * Does all that is due at `now`. Never waits for a part: one call requests a measurement, and a later one
 * collects it. Returns the milliseconds until the next call is needed. A measurement's `fault` says what went
 * wrong with its part.
 */
export function pollSensors(device: MeasuringDevice, now: number): number {
  let next = LONGEST_MS;
  for (const sensor of device.sensors) {
    const left = pollSchedule(sensor, now);
    next = Math.min(next, left);
  }
  for (const measurement of device.measurements) {
    const wait = measurePart(device, measurement, now);
    next = Math.min(next, wait);
  }
  return next;
}

function measurePart(device: MeasuringDevice, measurement: Measurement, now: number): number {
  const part = measurement.part;
  if (measurement.readyAt !== NOTHING_ASKED) {
    const left = elapsed(measurement.readyAt, now);
    if (left > 0 && left < HALF_A_ROUND_MS) return left;
    if (DERIVED && isAwaiting(part)) return LONGEST_MS;
    measurement.readyAt = NOTHING_ASKED;
    finish(device, measurement, part.collect(part), now);
    if (KEEPERS && part.keeps === true) return measurePart(device, measurement, now);
  } else {
    let isWanted = (KEEPERS && part.keeps === true) || (DERIVED && isAwaited(device.measurements, part));
    for (const sensor of device.sensors) {
      if (sensor.stage !== AT_REST && sensor.quantity.part === part) isWanted = true;
    }
    if (!isWanted) return LONGEST_MS;
    const wait = part.request(part);
    if (wait !== NO_ANSWER) {
      measurement.readyAt = later(now, wait);
      return wait;
    }
    finish(device, measurement, "no answer", now);
  }
  return LONGEST_MS;
}

/** The measurement is over: every sensor that waited for it takes its sample. */
function finish(device: MeasuringDevice, measurement: Measurement, fault: string, now: number): void {
  if (fault !== measurement.fault) noteChange(device.health);
  measurement.fault = fault;
  const part = measurement.part;
  if (DERIVED) endAwaiting(device.measurements, part, fault);
  for (const sensor of device.sensors) {
    if (sensor.stage !== AT_REST && sensor.quantity.part === part) {
      const quantity = sensor.quantity;
      if (fault !== "") setReading(quantity, undefined);
      else if (DIAGNOSTICS && quantity.measure !== undefined) setReading(quantity, quantity.measure(part));
      const isAskedFor = REQUESTS && sensor.stage === ASKED_FOR;
      const measured = sensor.measured;
      const isNews = sample(sensor, now);
      if (STAMPED && isNews && sensor.stamp !== undefined) noteMeasured(sensor.stamp, now);
      if (QUESTIONS && sensor.question !== undefined) {
        endLate(sensor.question, now);
        if (isNews && sensor.last !== undefined) {
          ask(sensor.question, lastText(sensor), now);
          if (WATCHED_READINGS) stirByReading(device.acting);
        }
      }
      // Not what is held by a filter that only saves messages, and nothing for a sample that failed.
      if (HISTORY && sensor.history !== undefined && sensor.missed === 0 && sensor.measured !== undefined)
        record(sensor.history, sensor.measured, sensor.every, now);
      // Rules, confirmations and permissions look at it: at another one than before, and at none since the
      // sensor's timeout.
      if (WATCHED_READINGS && (sensor.measured !== measured || sensor.missed === sensor.patience))
        stirByReading(device.acting);
      if (STAMPED && isNews && sensor.stamp !== undefined && waitsForTime(sensor, sensor.stamp))
        hold(device, sensor, lastText(sensor), now);
      else if (sensor.isAge ? sensor.unpublished && isConnected(device.client) : isNews || isAskedFor) {
        // It is news, and not what the broker is told once more.
        if (JOURNAL && sensor.durable !== undefined) handOver(sensor);
        publishReading(sensor, device.client);
      }
    }
  }
}

/** Publishes the last reading, or that there has been none for too long. */
export function publishReading(sensor: Sensor, client: Client): void {
  const reading = sensor.last;
  if (reading === undefined && sensor.missed < sensor.patience) return;
  const text = reading === undefined ? NO_READING : textOf(sensor, reading);
  if (STAMPED && sensor.stamp !== undefined) {
    publishStamped(sensor, sensor.stamp, client, text);
    return;
  }
  if (JOURNAL && sensor.durable !== undefined && !sensor.unpublished) {
    deliver(sensor.durable, text);
    return;
  }
  const outcome = publish(client, sensor.publication, text);
  noteOutcome(sensor, outcome);
}

/** The last reading as it is published, or that there is none. */
function lastText(sensor: Sensor): string {
  return sensor.last === undefined ? NO_READING : textOf(sensor, sensor.last);
}

/** A reading as it is published. */
export function textOf(sensor: Sensor, reading: number): string {
  if (STATES && sensor.states !== undefined) {
    const word = sensor.states[reading];
    return word === undefined ? NO_READING : word;
  }
  if (MOMENTS && sensor.quantity.isMoment === true) return momentText(momentOf(reading));
  return fixedPoint(reading, sensor.decimals);
}
