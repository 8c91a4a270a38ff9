// Readings that are published with the time of their measuring.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { SensorOptions } from "../../src/device/declare/sensor.ts";
import { sensorEntity } from "../../src/discovery/sensor-entities.ts";
import { onChange, validRange } from "../../src/filters.ts";
import {
  device,
  homeAssistant,
  hours,
  integral,
  now,
  numberInput,
  seconds,
  sensor,
  stateOf,
  valueOnly,
} from "../../src/index.ts";
import { type ClockScene, EPOCH, right, silent, startClock } from "./clock-in-world.ts";

const [SECOND, MINUTE] = [1000, 60_000] as const;

/** A device whose sensor reads what the test sets. */
function stamped(options: Partial<SensorOptions> = {}, scene: ClockScene = {}) {
  const level = numberInput("level", valueOnly(), { min: -9, max: 99, step: 0.1, atStart: 20 });
  const names = Object.keys(scene.servers ?? { "a.test": right, "b.test": right, "c.test": right });
  const reading = sensor("reading", stateOf(level), {
    every: seconds(10),
    decimals: 1,
    stamped: true,
    ...options,
  });
  const declaration = {
    clock: { servers: names },
    sensors: [reading],
    actuators: [level],
    ...scene.declaration,
  };
  const run = startClock({ ...scene, declaration });
  return {
    ...run,
    /** The payloads of the sensor since the last call. */
    readings: () =>
      run
        .said()
        .filter((line) => line.startsWith("reading="))
        .map((line) => JSON.parse(line.slice("reading=".length)) as { value: unknown; time: number | null }),
  };
}

/** The device is told a value, which its sensor measures within its beat. */
const set = (run: ReturnType<typeof stamped>, value: number) => run.tell("level/set", String(value));

test("a stamped reading has its measuring time in epoch seconds", () => {
  const run = stamped();
  run.pass(31 * SECOND);
  const [first] = run.readings();
  expect(first?.value).toBe(20);
  expect(Number(first?.time) * SECOND).toBeGreaterThanOrEqual(EPOCH - SECOND);
  run.pass(30 * SECOND);
  const times = run.readings().map(({ time }) => Number(time) - Math.floor(EPOCH / SECOND));
  expect(times).toEqual([40, 50, 60]);
});

test("a repeated reading keeps its measuring time", () => {
  const run = stamped({ filters: [onChange()] });
  run.pass(MINUTE);
  set(run, -0.5);
  run.pass(MINUTE);
  const [first, second] = run.readings();
  expect([first?.value, second?.value]).toEqual([20, -0.5]);
  run.broker.restart({ keepsSessions: false, keepsRetained: false });
  run.pass(3 * MINUTE);
  expect(run.readings()).toEqual([second]);
});

test("the newest reading waits for the time and keeps its measuring time", () => {
  const late = (question: string, at: number) => (at < EPOCH + 2 * MINUTE ? undefined : right(question, at));
  const run = stamped({ filters: [onChange()] }, { servers: { a: late, b: late, c: late } });
  run.pass(30 * SECOND);
  set(run, 21.5);
  run.pass(30 * SECOND);
  expect(run.readings()).toEqual([]);
  run.pass(4 * MINUTE);
  const [only, ...others] = run.readings();
  expect(others).toEqual([]);
  expect(only?.value).toBe(21.5);
  expect(Math.abs(Number(only?.time) * SECOND - (EPOCH + 40 * SECOND))).toBeLessThanOrEqual(10 * SECOND);
});

test.each(["oldest", "thin", "reject"] as const)(
  "with the policy %s, every reading waits in order for the time",
  (overflow) => {
    const late = (question: string, at: number) => (at < EPOCH + MINUTE ? undefined : right(question, at));
    const run = stamped({ qos: 1, overflow }, { servers: { a: late, b: late, c: late } });
    run.pass(35 * SECOND);
    set(run, 21);
    run.pass(4 * MINUTE + 30 * SECOND);
    const readings = run.readings();
    const seconds = readings.map(({ time }) => Math.round(Number(time) - EPOCH / SECOND));
    expect(seconds).toEqual(seconds.map((_, i) => i * 10 + (seconds[0] ?? 0)));
    expect(seconds[0]).toBeLessThanOrEqual(1);
    expect(seconds.length).toBeGreaterThanOrEqual(30);
    expect(readings.map(({ value }) => value)).toEqual(seconds.map((second) => (second < 35 ? 20 : 21)));
  },
);

test("readings waiting for the time overflow by their policy, in order", () => {
  const late = (question: string, at: number) => (at < EPOCH + 10 * MINUTE ? undefined : right(question, at));
  const firstAndCount = (overflow: "oldest" | "reject") => {
    const run = stamped({ qos: 1, overflow }, { servers: { a: late, b: late, c: late } });
    run.pass(8 * MINUTE);
    expect(run.readings()).toEqual([]);
    run.pass(12 * MINUTE);
    const times = run.readings().map(({ time }) => Math.round(Number(time) - EPOCH / SECOND));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    return times[0] ?? 0;
  };
  expect(firstAndCount("reject")).toBeLessThanOrEqual(1);
  expect(firstAndCount("oldest")).toBeGreaterThan(4 * 60);
});

test("the newest value goes without a time after five minutes", () => {
  const run = stamped({}, { servers: { a: silent } });
  run.pass(4 * MINUTE);
  expect(run.readings()).toEqual([]);
  run.pass(2 * MINUTE);
  expect(run.problem()).toBe("no time since the start");
  const readings = run.readings();
  expect(readings.length).toBeGreaterThan(0);
  expect(readings.every(({ value, time }) => value === 20 && time === null)).toBe(true);
});

test.each([
  ["across 2038", Date.UTC(2038, 0, 19, 3, 13, 10), 0],
  ["across the wrap of the monotonic clock", EPOCH, 2 ** 31 - MINUTE],
])("stamped times are right %s", (_, epoch, passed) => {
  const run = stamped({}, { epoch, passed });
  run.pass(31 * SECOND);
  run.readings();
  run.pass(2 * MINUTE);
  const times = run.readings().map(({ time }) => Number(time) - Math.floor(epoch / SECOND));
  expect(times).toEqual([40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150]);
});

test("a missing stamped reading is published as null with its time", () => {
  const run = stamped({ filters: [validRange(0, 50)], timeout: seconds(30) });
  run.pass(MINUTE);
  set(run, 99);
  run.readings();
  run.pass(MINUTE);
  const { value, time } = run.readings().at(-1) ?? {};
  expect(value).toBe(null);
  expect(Math.abs(Number(time) * SECOND - (EPOCH + 90 * SECOND))).toBeLessThanOrEqual(10 * SECOND);
});

test.each([3, 5] as const)("in MQTT %d each value has its time", (mqtt) => {
  const run = stamped(
    { qos: 1, overflow: "oldest" },
    { declaration: { mqtt, ...(mqtt === 5 ? { userProperties: [["firmware", "1.2"]] as const } : {}) } },
  );
  run.pass(2 * MINUTE);
  const messages = run.broker.received.filter(({ topic }) => topic.endsWith("/reading"));
  expect(messages.length).toBeGreaterThan(10);
  for (const { payload, properties } of messages) {
    const { time } = JSON.parse(payload) as { time: number };
    expect(properties?.userProperties).toEqual(
      mqtt === 5 ? { firmware: "1.2", time: String(time) } : undefined,
    );
  }
  expect(run.broker.breaches).toEqual([]);
});

test("Home Assistant shows a stamped reading's value", () => {
  const level = numberInput("level", valueOnly(), { min: 0, max: 9 });
  const number = sensor("reading", stateOf(level), { every: seconds(10), unit: "°C", stamped: true });
  expect(sensorEntity(number, {}).config).toMatchObject({
    val_tpl: "{{value_json.value}}",
    unit_of_meas: "°C",
  });
  const word = sensor("door", stateOf(level), { every: seconds(10), states: ["off", "on"], stamped: true });
  expect(sensorEntity(word, {}).config).toMatchObject({ val_tpl: "{{value_json.value}}", pl_on: "on" });
  const sum = sensor("run-time", integral(stateOf(level), { per: hours(1) }), {
    every: seconds(10),
    unit: "h",
    stateClass: "total",
    stamped: true,
  });
  expect(sensorEntity(sum, {}).config.lrst_val_tpl).toContain("value_json.value|float(1)==0");
});

test("a sensor that cannot be stamped is refused", () => {
  const level = numberInput("level", valueOnly(), { min: 0, max: 1 });
  const of = (name: string, options: Partial<SensorOptions>, more: object = {}) =>
    declarationFaults(
      device({
        name: "stamped",
        clock: {},
        actuators: [level],
        sensors: [sensor(name, stateOf(level), { every: seconds(10), stamped: true, ...options })],
        ...more,
      }),
    ).map(({ sentence }) => sentence);
  expect(of("reading", {})).toEqual([]);
  expect(of("reading", {}, { clock: undefined })).toEqual([
    'The sensor "reading" is stamped, and the device has no clock; write clock: {} in device({ ... }), or leave stamped out.',
  ]);
  expect(of("reading", { states: ["off", 'o"n'] })[0]).toMatch(/JSON writes its words/);
  expect(of("doorbell", { states: ["off", "on"] }, { discovery: homeAssistant() })[0]).toMatch(/push button/);
  const climate = homeAssistant({ climate: { target: "level", current: "reading" } });
  expect(of("reading", { unit: "°C" }, { discovery: climate })[0]).toMatch(/stands in climate/);
  const time = sensor("time", now(), { every: seconds(10), stamped: true });
  expect(
    declarationFaults(device({ name: "stamped", clock: {}, sensors: [time] })).map(
      ({ sentence }) => sentence,
    ),
  ).toEqual(['The sensor "time" is stamped and publishes the time itself; leave stamped out.']);
});
