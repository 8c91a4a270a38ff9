// Causes of a report of a device that sleeps: a reading that is far from the one that was reported last.
import type { Reading } from "../../reading/reading.ts";
import type { Sensor } from "./sensor.ts";
import { carried, type WakeMemory } from "./wake-memory.ts";

export interface ReportCause {
  sensorAt: number;
  /** In whole numbers with the sensor's decimals. */
  changes: number;
  /** What the broker was told last. */
  reported: Reading;
}

/** @cold */
export function carryCauses(causes: readonly ReportCause[], memory: WakeMemory): void {
  for (const cause of causes) cause.reported = carried(memory, cause.reported);
}

/** The broker has the newest reading of each. @cold */
export function noteReported(causes: readonly ReportCause[], sensors: readonly Sensor[]): void {
  for (const cause of causes) cause.reported = readingOf(cause, sensors);
}

/** Is there one to report at once? None where there was one is no cause: its part may answer at the next wake. @cold */
export function isCaused(causes: readonly ReportCause[], sensors: readonly Sensor[]): boolean {
  for (const cause of causes) {
    const reading = readingOf(cause, sensors);
    const { reported } = cause;
    if (reading !== undefined && (reported === undefined || Math.abs(reading - reported) >= cause.changes))
      return true;
  }
  return false;
}

function readingOf({ sensorAt }: ReportCause, sensors: readonly Sensor[]): Reading {
  const sensor = sensors[sensorAt];
  return sensor === undefined ? undefined : sensor.last;
}
