// A device that measures the minutes of its world, each minute, and keeps them: a reading says itself when it
// was measured.
import { expect } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { SensorHistory } from "../../src/device/declare/sensor.ts";
import { derive, device, minutes, numberInput, sensor, stateOf, valueOnly } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import type { VirtualClock } from "../../tools/sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import type { LinkPlan, Peer } from "../../tools/sim/worlds/link.ts";
import { timeServers } from "../../tools/sim/worlds/time-server.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { EPOCH } from "./clock-in-world.ts";

const [SECOND, MINUTE] = [1000, 60_000] as const;
export const HISTORY_TOPIC = "home/room-1/minute/history";

export interface MinutesScene {
  history: SensorHistory;
  plan?: (connection: number) => LinkPlan;
  mqtt?: 3 | 5;
  ring?: { slots: number; bytes: number };
}

/** Starts it in a world whose connections have `peer` at their other end. */
export function startMinutes(
  { history, plan = () => ({}), mqtt = 3, ring }: MinutesScene,
  clock: VirtualClock,
  peer: Peer,
) {
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
  const world = createVirtualWorld({ clock, peer, plan, storage });
  const epoch = () => EPOCH + Math.round(clock.now());
  const datagrams = new SimulatedDatagrams(world, timeServers(["a", "b", "c"], epoch));
  const started = startNodeDevice({ ...world, datagrams }, declaration, {}) as NodeDevice;
  /** Bytes that its histories hold. */
  const heldBytes = () =>
    started.runtime?.sensors.reduce((sum, sensor) => sum + (sensor.history?.parts.join("").length ?? 0), 0) ??
    0;
  return { started, datagrams, world, heldBytes };
}

/**
 * Of messages that came for the first time: each reading once, in order, its time within a second. Returns
 * the minutes.
 */
export function expectMinutesOnce(payloads: readonly string[]): number[] {
  const readings = payloads.flatMap((payload) => JSON.parse(payload) as [time: number, value: number][]);
  const values = readings.map(([, value]) => value);
  expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
  for (const [time, value] of readings)
    expect(Math.abs(time * SECOND - (EPOCH + value * MINUTE))).toBeLessThanOrEqual(SECOND);
  return values;
}

/** All whole numbers from one to another. */
export const minutesFrom = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
