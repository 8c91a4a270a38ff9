// Bytes that a device keeps over its sleep, by the build's count, beside those that it writes.
import { expect, test } from "vitest";
import { adler32 } from "../../src/bytes/adler32.ts";
import { uint16 } from "../../src/bytes/integers.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { newWakeMemory, wakeMemoryOf } from "../../src/device/run/wake-memory.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import {
  difference,
  exponentialAverage,
  maxStep,
  median,
  movingAverage,
  windowMaximum,
  windowMinimum,
} from "../../src/filters.ts";
import { device, minutes, seconds, sensor, totalOf } from "../../src/index.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { keepOverSleep, recall } from "../../src/runtime/sleep-memory.ts";
import { sleepMemoryBytes, wakeLayout } from "../../tools/image/wiring/sleep-memory.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { SETTINGS_RECORD } from "../engines/session.ts";

const COUNTS = 2500;

const every = seconds(30);

/** The most that a device keeps in an hour of wakes without the time. */
function mostKept(declared: DeviceDeclaration): number {
  const clock = createVirtualClock();
  const circuit = createLines();
  circuit.feed("probe", () => COUNTS);
  const storage = new Map([[SETTINGS, SETTINGS_RECORD]]);
  const world = createVirtualWorld({ clock, circuit, storage, peer: createBroker({ timers: clock }).peer });
  powerDevice(world, declared);
  let most = 0;
  for (let i = 0; i < 120; i++) {
    clock.advance(every);
    most = Math.max(most, world.chip.memory.length);
  }
  return most;
}

test("full windows, and each filter's state, take what the build counts", () => {
  const windows = [median(5), movingAverage(7), windowMaximum(3), windowMinimum(2)];
  const filters = [...windows, exponentialAverage(4), maxStep(10), difference()];
  const declared = device({
    name: "bed",
    sleep: { every, reportWhen: { moisture: { changes: 5 } } },
    sensors: [sensor("moisture", soilMoisture("probe").percent, { every, filters })],
  });
  expect(mostKept(declared)).toBe(sleepMemoryBytes(declared));
});

test("what came to nothing of updates takes what the build counts", () => {
  const { percent } = soilMoisture("probe");
  const declared = device({
    name: "bed",
    update: { key: "hmac" },
    sleep: { every },
    sensors: [sensor("moisture", percent, { every })],
  });
  expect(mostKept(declared)).toBe(sleepMemoryBytes(declared));
});

test.each([undefined, true] as const)("histories and totals do, too, durable: %s", (durable) => {
  const { percent } = soilMoisture("probe");
  const history = { keep: minutes(30), ...(durable && { durable }) };
  const declared = device({
    name: "bed",
    clock: { zone: "Europe/Berlin" },
    sleep: { every },
    sensors: [
      sensor("moisture", percent, { every, history }),
      sensor("week", totalOf(percent, { each: "week" }), { every }),
    ],
  });
  expect(mostKept(declared)).toBe(sleepMemoryBytes(declared));
});

test("what was kept is read as it was written, with no reading among it", () => {
  for (const seen of [[], [undefined, 0], [-1, 2 ** 31 - 2], [-(2 ** 31), 65536], [-65537, 5]]) {
    const filter = maxStep(10);
    for (const reading of seen) filter.pass(filter, reading);
    const memory = newWakeMemory(0);
    filter.carry?.(filter, memory);
    const again = maxStep(10);
    again.carry?.(again, wakeMemoryOf(memory.text, 0));
    expect(again).toEqual(filter);
  }
});

test("what an image with another number has kept is not read", () => {
  let memory = "";
  const sleep = {
    sleepIn() {},
    readMemory: (count: number) => memory.substring(0, count),
    writeMemory(bytes: string) {
      memory = bytes;
    },
  };
  const ports = { sleep } as unknown as Ports;
  keepOverSleep(ports, undefined, "kept");
  expect(recall(ports, undefined)).toBe("kept");
  const other = memory.substring(0, 2) + uint16(4711) + "kept";
  memory = other + adler32(other);
  expect(recall(ports, undefined)).toBeUndefined();
});

test("an image that keeps other readings has another number", () => {
  const bed = (options: Partial<SensorOptions>, sleep = {}) =>
    wakeLayout(
      device({
        name: "bed",
        clock: {},
        sleep: { every, ...sleep },
        sensors: [sensor("moisture", soilMoisture("probe").percent, { every, ...options })],
      }),
    );
  const numbers = [
    bed({}),
    bed({ filters: [median(3)] }),
    bed({ filters: [median(5)] }),
    bed({ filters: [movingAverage(3)] }),
    bed({ decimals: 1 }),
    bed({ history: { keep: minutes(30) } }),
    bed({}, { reportWhen: { moisture: { changes: 5 } } }),
  ];
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(bed({}, { report: minutes(5) })).toBe(numbers[0]);
});
