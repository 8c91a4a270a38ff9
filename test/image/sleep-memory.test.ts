// Bytes that a device keeps over its sleep, by the build's count, beside those that its sensors write.
import { expect, test } from "vitest";
import { carrySensor, runningSensor } from "../../src/device/run/sensor.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import * as filters from "../../src/filters.ts";
import { device, minutes, sensor } from "../../src/index.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { AROUND_MEMORY } from "../../src/runtime/sleep-memory.ts";
import { sleepMemoryBytes } from "../../tools/image/wiring/sleep-memory.ts";

const { difference, exponentialAverage, maxStep, median, movingAverage, windowMaximum, windowMinimum } =
  filters;
const every = minutes(15);
const of = (kept: readonly ReturnType<typeof median>[]) =>
  sensor("moisture", soilMoisture("probe").percent, { every, filters: [...kept] });

test("a full window, and each filter's state, take what the build counts", () => {
  const all = [median(5), movingAverage(7), windowMaximum(3), windowMinimum(2)];
  const states = [difference(), exponentialAverage(4), maxStep(10)];
  const declared = of([...all, ...states]);
  for (const filter of all) for (let reading = 0; reading < 20; reading += 1) filter.pass(filter, reading);
  const memory = { text: "", at: 0, isReading: false };
  carrySensor(runningSensor(declared, prepare("moisture", 0, true, "latest"), 0), memory);
  const counted = sleepMemoryBytes(device({ name: "bed", sleep: { every }, sensors: [declared] }));
  expect(memory.text.length + AROUND_MEMORY).toBe(counted);
});

test("what was kept is read as it was written, with no reading among it", () => {
  for (const seen of [[], [undefined, 0], [-1, 2 ** 31 - 2], [-(2 ** 31), 65536], [-65537, 5]]) {
    const filter = maxStep(10);
    for (const reading of seen) filter.pass(filter, reading);
    const memory = { text: "", at: 0, isReading: false };
    filter.carry?.(filter, memory);
    const again = maxStep(10);
    again.carry?.(again, { ...memory, isReading: true });
    expect(again).toEqual(filter);
  }
});
