// Bytes that a device keeps over its sleep, at most: what its sensors remember, and what stands around that.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Filter } from "../../../src/device/run/filters/filter.ts";
import { CARRIED_BYTES } from "../../../src/device/run/wake-memory.ts";
import { AROUND_MEMORY } from "../../../src/runtime/sleep-memory.ts";

/** Of each sensor: how many samples in a row had no reading. */
const SENSOR_NUMBERS = 1;
/** Of a filter with a window beside its readings: how many they are, and the place of the next. */
const WINDOW_NUMBERS = 2;

/** Of the device: what is left of its sleep, when its next report is due, and how often it was not told. */
const DEVICE_NUMBERS = 3;

export function sleepMemoryBytes({ sensors = [], sleep }: DeviceDeclaration): number {
  const numbers = sensors.map(
    ({ options: { filters = [] } }) =>
      SENSOR_NUMBERS + filters.reduce((sum, filter) => sum + numbersOf(filter), 0),
  );
  const causes = Object.keys(sleep?.reportWhen ?? {}).length;
  return AROUND_MEMORY + CARRIED_BYTES * numbers.reduce((sum, count) => sum + count, DEVICE_NUMBERS + causes);
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
