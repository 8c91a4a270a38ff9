// Readings that are kept for the broker, with their times.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { SensorHistory } from "../../src/device/declare/sensor.ts";
import { sensorEntity } from "../../src/discovery/sensor-entities.ts";
import { device, hours, minutes, numberInput, seconds, sensor, stateOf, valueOnly } from "../../src/index.ts";
import { type ClockScene, EPOCH, right, startClock } from "./clock-in-world.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000] as const;
const START_S = Math.floor(EPOCH / SECOND);

/** A device whose sensor reads what the test sets, and keeps what it reads. */
function keeping(history: SensorHistory, scene: ClockScene = {}) {
  const level = numberInput("level", valueOnly(), { min: -30_000, max: 30_000, step: 0.1, atStart: 20 });
  const names = Object.keys(scene.servers ?? { "a.test": right, "b.test": right, "c.test": right });
  const declaration = {
    clock: { servers: names },
    sensors: [sensor("reading", stateOf(level), { every: seconds(60), decimals: 1, history })],
    actuators: [level],
    ...scene.declaration,
  };
  const run = startClock({ ...scene, declaration });
  let read = 0;
  return {
    ...run,
    /** The messages of the history since the last call, each as its readings. */
    parts(): [time: number, value: number][][] {
      const since = run.broker.received.slice(read);
      read = run.broker.received.length;
      return since
        .filter(({ topic }) => topic.endsWith("/reading/history"))
        .map(({ payload }) => JSON.parse(payload));
    },
  };
}

/** Each reading once, in order, and by the minute. */
function expectMinutes(readings: readonly (readonly [number, number])[], from: number, to: number) {
  const minutesOf = readings.map(([time]) => Math.round((time - START_S) / 60));
  expect(minutesOf).toEqual(Array.from({ length: to - from + 1 }, (_, i) => from + i));
  for (const [time] of readings) expect(Math.abs((time - START_S) % 60)).toBeLessThanOrEqual(1);
}

test("online readings arrive several per message, each once, in order", () => {
  const run = keeping({ keep: hours(6) });
  run.pass(2 * HOUR);
  const parts = run.parts();
  expect(parts.length).toBeLessThanOrEqual(10);
  const readings = parts.flat();
  expectMinutes(readings, 0, readings.length - 1);
  expect(readings.length).toBeGreaterThan(100);
});

test("an outage's readings follow oldest first, after the newest state", () => {
  const run = keeping({ keep: hours(6) });
  run.pass(10 * MINUTE);
  const before = run.parts().flat();
  run.broker.stop();
  run.tell("level/set", "-0.5");
  run.pass(5 * HOUR);
  run.said();
  run.broker.restart();
  run.pass(5 * MINUTE);
  const parts = run.parts();
  const all = [...before, ...parts.flat()];
  expectMinutes(all, 0, all.length - 1);
  expect(all.length).toBeGreaterThan(310);
  expect(parts.every((part) => JSON.stringify(part).length <= 512)).toBe(true);
});

test("an impossible history is refused with a sentence", () => {
  const level = numberInput("level", valueOnly(), { min: 0, max: 1 });
  const of = (history: object, more: object = {}, options: object = {}) =>
    declarationFaults(
      device({
        name: "keeping",
        clock: {},
        actuators: [level],
        sensors: [
          sensor("reading", stateOf(level), {
            every: seconds(30),
            history: history as SensorHistory,
            ...options,
          }),
        ],
        ...more,
      }),
    ).map(({ sentence }) => sentence);
  const good = { keep: hours(6), every: minutes(1) };
  expect(of(good)).toEqual([]);
  expect(of(good, { clock: undefined })).toEqual([
    'The history of the sensor "reading" needs the time, and the device has no clock; write clock: {} in device({ ... }), or leave history out.',
  ]);
  expect(of({ keep: hours(6), every: seconds(10) })[0]).toMatch(
    /every 10000 ms; that is from two seconds to an hour/,
  );
  expect(of({ keep: hours(200) })[0]).toMatch(/reaches back 720000000 ms; that is from its every/);
  expect(of({ ...good, overflow: "latest" })[0]).toMatch(/it is "oldest", "thin" or "reject"/);
  expect(of({ ...good, kept: 1 })[0]).toMatch(/kept/);
  expect(of({})[0]).toMatch(/keep/);
  expect(of(good, {}, { states: ["off", 'o"n'] })[0]).toMatch(/JSON writes its words/);
});

test("Home Assistant shows the value alone, without the history", () => {
  const level = numberInput("level", valueOnly(), { min: 0, max: 1 });
  const options = { every: seconds(30), unit: "°C" } as const;
  const kept = sensor("reading", stateOf(level), { ...options, history: { keep: hours(6) } });
  expect(sensorEntity(kept, {})).toEqual(sensorEntity(sensor("reading", stateOf(level), options), {}));
});
