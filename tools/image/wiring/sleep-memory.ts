// Bytes that a device keeps over its sleep, at most, and the number of their layout: what its sensors
// remember, and what stands around that.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { SensorDeclaration } from "../../../src/device/declare/sensor.ts";
import type { Filter } from "../../../src/device/run/filters/filter.ts";
import { PART_BYTES, partsFor } from "../../../src/device/run/history-part.ts";
import { totalsOf } from "../../../src/device/run/kept-totals.ts";
import { mostKeptParts } from "../../../src/device/run/wake-history.ts";
import { CARRIED_BYTES, LENGTH_BYTES } from "../../../src/device/run/wake-memory.ts";
import { valueKey } from "../../../src/journal/value-keys.ts";
import { AROUND_MEMORY } from "../../../src/runtime/sleep-memory.ts";

/** Of each sensor: how many samples in a row had no reading. */
const SENSOR_NUMBERS = 1;
/** Of a filter with a window beside its readings: how many they are, and the place of the next. */
const WINDOW_NUMBERS = 2;
/** Of a history beside its parts: when its last reading was due, and how many parts there are. */
const HISTORY_NUMBERS = 2;
/** Of a total: its fields, and the total of the period before. */
const TOTAL_NUMBERS = 8;

/** Of the device: what is left of its sleep, when its next report is due, and how often it was not told. */
const DEVICE_NUMBERS = 3;
/** Of the pin that wakes it: its level; of a counter's the count, and what is left of a last decimal. */
const PIN_NUMBERS = 3;
/** Of its updates: how much of them came to nothing. */
const UPDATE_NUMBERS = 1;
/** Of its clock: day and time, what it knows of its sleep, and when it asks again. */
const CLOCK_NUMBERS = 6;

export function sleepMemoryBytes(declaration: DeviceDeclaration): number {
  const { sensors = [], sleep, clock, update } = declaration;
  const filters = sensors.flatMap(({ options }) => options.filters ?? []);
  const histories = sensors.filter(({ options }) => options.history !== undefined);
  const numbers =
    DEVICE_NUMBERS +
    (clock === undefined ? 0 : CLOCK_NUMBERS) +
    (update === undefined ? 0 : UPDATE_NUMBERS) +
    (sleep?.wakeBy === undefined ? 0 : PIN_NUMBERS) +
    Object.keys(sleep?.reportWhen ?? {}).length +
    sensors.length * SENSOR_NUMBERS +
    filters.reduce((sum, filter) => sum + numbersOf(filter), 0) +
    histories.length * HISTORY_NUMBERS +
    totalsOf(sensors).length * TOTAL_NUMBERS;
  const parts = histories.reduce((sum, sensor) => sum + partsOf(sensor), 0);
  return AROUND_MEMORY + CARRIED_BYTES * numbers + (LENGTH_BYTES + PART_BYTES) * parts;
}

/** Parts of its history that are kept over a sleep, at most. */
function partsOf({ options: { every, history } }: SensorDeclaration): number {
  if (history === undefined) return 0;
  return mostKeptParts(partsFor(history.keep, history.every ?? every), history.durable !== undefined);
}

/**
 * The number of what it keeps, in 15 bits: an image that is flashed over one of another number begins anew,
 * as numbers are read by their order alone.
 */
export function wakeLayout(declaration: DeviceDeclaration): number {
  const { sensors = [], sleep, clock, update } = declaration;
  const kept = sensors.map(({ name, decimals, divisor, options: { every, filters = [], history } }) => [
    ...[name, decimals, divisor, every, filters.map(({ kind, given }) => [kind, given]), history],
  ]);
  const totals = totalsOf(sensors).map(({ name, part: { each } }) => [name, each]);
  const causes = Object.keys(sleep?.reportWhen ?? {});
  const wake = sleep?.wakeBy === undefined ? [] : [sleep.wakeBy];
  const updates = update === undefined ? [] : ["update"];
  return valueKey(JSON.stringify([kept, totals, causes, clock !== undefined, ...wake, ...updates]));
}

function numbersOf({ kind, given: [size = 0] }: Filter): number {
  switch (kind) {
    case "median":
    case "moving average":
    case "window minimum":
    case "window maximum":
      return size + WINDOW_NUMBERS;
    case "maximum step":
      return 2;
    case "exponential average":
    case "difference":
      return 1;
    default:
      return 0;
  }
}
