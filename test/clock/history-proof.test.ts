// The promise of a history: each reading that its policy kept arrives once, in order,
// with its time within a second.
import { expect, test } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorHistory } from "../../src/device/declare/sensor.ts";
import { derive, device, hours, minutes, numberInput, sensor, stateOf, valueOnly } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import type { Limits } from "../../tools/sim/broker/limits.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import type { LinkPlan } from "../../tools/sim/worlds/link.ts";
import { timeServers } from "../../tools/sim/worlds/time-server.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { EVERYTHING } from "../everything.ts";
import { EPOCH } from "./clock-in-world.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000] as const;
const TOPIC = "home/room-1/minute/history";

interface Scene {
  history: SensorHistory;
  plan?: (connection: number) => LinkPlan;
  limits?: Partial<Limits>;
  mqtt?: 3 | 5;
  ring?: { slots: number; bytes: number };
}

/** A device that measures the minutes of the world, each minute: a reading says itself when it was measured. */
function startMinutes({ history, plan = () => ({}), limits = {}, mqtt = 3, ring }: Scene) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock, limits });
  const zero = numberInput("zero", valueOnly(), { min: 0, max: 1 });
  const now = derive([stateOf(zero)], () => Math.round(clock.now() / MINUTE), { decimals: 0 });
  const declaration: DeviceDeclaration = device({
    name: "minutes",
    mqtt,
    clock: { servers: ["a", "b", "c"] },
    ...(ring === undefined ? {} : { ring }),
    sensors: [sensor("minute", now, { every: minutes(1), history, qos: 1 })],
    actuators: [zero],
  });
  const storage = new Map([
    [SETTINGS, settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: "room-1" })],
  ]);
  const world = createVirtualWorld({ clock, peer: broker.peer, plan, storage });
  const epoch = () => EPOCH + Math.round(clock.now());
  const datagrams = new SimulatedDatagrams(world, timeServers(["a", "b", "c"], epoch));
  const started = startNodeDevice({ ...world, datagrams }, declaration, {}) as NodeDevice;
  /** Each message that came for the first time, as its readings. */
  const parts = () => broker.firsts(TOPIC).map((payload) => JSON.parse(payload) as [number, number][]);
  return { clock, broker, started, datagrams, world, parts, pass: clock.advance };
}

/** Each reading once, in order, its time within a second. Returns the minutes. */
function expectRight(parts: readonly (readonly (readonly [number, number])[])[]): number[] {
  const readings = parts.flat();
  const values = readings.map(([, value]) => value);
  expect(values).toEqual([...new Set(values)].sort((one, other) => one - other));
  for (const [time, value] of readings)
    expect(Math.abs(time * SECOND - (EPOCH + value * MINUTE))).toBeLessThanOrEqual(SECOND);
  return values;
}

const every = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test.each([
  [3, 0],
  [5, 0],
  [3, 1],
] as const)("each reading arrives once with links cut after any byte, in MQTT %d", (mqtt, direction) => {
  const step = EVERYTHING ? 1 : 29;
  const cutAt = (afterBytes: number) => {
    const run = startMinutes({
      history: { keep: hours(2) },
      mqtt,
      plan: (connection) =>
        connection === 0 || connection > 3
          ? {}
          : { break: { direction: direction === 0 ? "toPeer" : "toDevice", afterBytes, how: "cut" } },
    });
    run.pass(3 * MINUTE);
    run.broker.stop();
    run.pass(50 * MINUTE);
    run.broker.restart();
    run.pass(30 * MINUTE);
    const kept = expectRight(run.parts());
    expect(kept).toEqual(every(0, kept.length - 1));
    expect(kept.length).toBeGreaterThan(53);
    expect(run.broker.breaches ?? []).toEqual([]);
  };
  const most = direction === 0 ? 1400 : 80;
  for (let bytes = 1; bytes < most; bytes += direction === 0 ? step : Math.min(step, 7)) cutAt(bytes);
});

test.each(["oldest", "thin", "reject"] as const)(
  "with the broker gone for a day, what the policy %s kept arrives once, in order",
  (overflow) => {
    const run = startMinutes({ history: { keep: hours(6), overflow } });
    run.pass(10 * MINUTE);
    run.broker.stop();
    run.pass(24 * HOUR);
    run.broker.restart();
    run.pass(40 * MINUTE);
    const kept = expectRight(run.parts());
    const outage = kept.filter((minute) => minute > 10 && minute < 24 * 60);
    expect(kept.at(-1)).toBeGreaterThan(24 * 60);
    if (overflow === "oldest") {
      expect(outage.length).toBeGreaterThanOrEqual(6 * 60 - 10);
      expect(outage).toEqual(every(outage[0] ?? 0, outage.at(-1) ?? 0));
    } else if (overflow === "reject") {
      expect(outage).toEqual(every(outage[0] ?? 0, outage.at(-1) ?? 0));
      expect(outage.length).toBeGreaterThanOrEqual(6 * 60);
    } else {
      const gaps = outage.slice(1).map((minute, i) => minute - (outage[i] ?? 0));
      expect(new Set(gaps).size).toBeLessThanOrEqual(2);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(8);
      expect(outage[0]).toBeLessThan(16);
    }
  },
);

test("readings of before the time was known come first, with their times", () => {
  const run = startMinutes({ history: { keep: hours(6) } });
  run.datagrams.fault = "lost";
  run.pass(3 * HOUR);
  expect(run.parts()).toEqual([]);
  run.datagrams.fault = "none";
  run.pass(2 * HOUR);
  const kept = expectRight(run.parts());
  expect(kept).toEqual(every(0, kept.length - 1));
  expect(kept.length).toBeGreaterThan(280);
});

test.each([
  [3, 150],
  [5, 150],
  [5, 90],
] as const)(
  "in MQTT %d a broker that takes packets of %d bytes gets shorter messages",
  (mqtt, packetBytes) => {
    const run = startMinutes({ history: { keep: hours(6) }, mqtt, limits: { packetBytes } });
    run.pass(10 * MINUTE);
    run.broker.stop();
    run.pass(2 * HOUR);
    run.broker.restart();
    run.pass(2 * HOUR);
    const kept = expectRight(run.parts());
    expect(kept.length).toBeGreaterThan(200);
    expect(kept).toEqual(every(0, kept.length - 1));
  },
);

test("the newest state comes before the history, and a small ring keeps what is live", () => {
  const run = startMinutes({ history: { keep: hours(6) }, ring: { slots: 8, bytes: 256 } });
  run.pass(10 * MINUTE);
  run.broker.stop();
  run.pass(2 * HOUR);
  const before = run.broker.received.length;
  run.broker.restart();
  run.pass(10 * MINUTE);
  const came = run.broker.received.slice(before);
  const states = came.filter(({ topic }) => topic.endsWith("/minute"));
  expect(Number(states[0]?.payload)).toBeGreaterThanOrEqual(129);
  expect(came.findIndex(({ topic }) => topic.endsWith("/minute"))).toBeLessThan(
    came.findIndex(({ topic }) => topic === TOPIC),
  );
  const kept = expectRight(run.parts());
  expect(kept).toEqual(every(0, kept.length - 1));
});

test("memory is flat however long an outage is", () => {
  const run = startMinutes({ history: { keep: hours(1), overflow: "thin" } });
  const bytes = () =>
    run.started.runtime?.sensors.reduce((sum, one) => sum + (one.history?.parts.join("").length ?? 0), 0) ??
    0;
  run.broker.stop();
  const seen: number[] = [];
  for (let hour = 0; hour < 72; hour += 1) {
    run.pass(HOUR);
    seen.push(bytes());
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(6 * 74);
  expect(Math.min(...seen)).toBeGreaterThan(0);
});
