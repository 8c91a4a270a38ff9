// Many devices of one firmware at a broker, with what they count.

import { expect, onTestFinished, test, vi } from "vitest";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { device, now, seconds, sensor } from "../../src/index.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type FleetOptions, startFleet } from "../../tools/sim/devices/fleet.ts";
import { createFleetTimers } from "../../tools/sim/devices/fleet-timers.ts";
import { watchBroker } from "../../tools/sim/home/watcher.ts";
import { loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";

const declaration = device({
  name: "shed",
  sensors: [sensor("temperature", sht3x("air").temperature, { every: seconds(1), decimals: 1 })],
});
const COUNT = 25;

async function fleetAtBroker(options: Partial<FleetOptions> = {}) {
  await loadI2cModels();
  const broker = await startBroker(0);
  const seen = new Map<string, string>();
  const watcher = await watchBroker({ host: "127.0.0.1", port: broker.port }, ["#"], ({ topic, payload }) => {
    seen.set(topic, payload.toString());
  });
  const fleet = startFleet({
    declaration,
    broker: { host: "127.0.0.1", port: broker.port },
    tls: {},
    timers: createFleetTimers(),
    count: COUNT,
    seed: 7,
    rate: 1000,
    faultEvery: 0,
    ...options,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= fleet.stop();
    return stopped;
  };
  let hasEnded = false;
  const end = async () => {
    if (hasEnded) return;
    hasEnded = true;
    await stop();
    await watcher.end();
    await broker.close();
  };
  onTestFinished(end);
  const ofStatus = (word: string) =>
    [...seen].filter(([topic, payload]) => topic.endsWith("/status") && payload === word);
  /** The watcher stays until it has heard the last of them. */
  const endOffline = async () => {
    await stop();
    await vi.waitFor(() => expect(ofStatus("offline")).toHaveLength(COUNT), 10_000);
    await end();
  };
  return { fleet, endOffline, seen, ofStatus };
}

test("each device of a fleet measures independently and says offline finally", async () => {
  const { fleet, endOffline, seen, ofStatus } = await fleetAtBroker();
  await vi.waitFor(() => expect(fleet.counts.connected).toBe(COUNT), 10_000);
  await vi.waitFor(() => expect(ofStatus("online")).toHaveLength(COUNT), 10_000);
  const values = [...seen].filter(([topic]) => topic.endsWith("/temperature")).map(([, payload]) => payload);
  expect(new Set(values).size).toBeGreaterThan(5);
  expect(fleet.counts.messages).toBeGreaterThanOrEqual(seen.size);
  await endOffline();
  expect(fleet.counts.connected).toBe(0);
});

test("devices with a clock use this computer's time without a server", async () => {
  const clocked = device({
    name: "shed",
    clock: {},
    sensors: [sensor("time", now(), { every: seconds(1) })],
  });
  const { endOffline, seen } = await fleetAtBroker({ declaration: clocked, timers: createPacedTimers(30) });
  const isNear = (time: string) => Math.abs(Date.parse(time) - Date.now()) < 600_000;
  const knowing = () => [...seen].filter(([topic, time]) => topic.endsWith("/time") && isNear(time));
  await vi.waitFor(() => expect(knowing()).toHaveLength(COUNT), 20_000);
  await endOffline();
});

test("a seed repeats a fleet's devices; another seed changes them", async () => {
  const devices = async (seed: number) => {
    const { endOffline, ofStatus } = await fleetAtBroker({ seed });
    await vi.waitFor(() => expect(ofStatus("online")).toHaveLength(COUNT), 10_000);
    await endOffline();
    return ofStatus("offline")
      .map(([topic]) => topic)
      .sort();
  };
  const first = await devices(1);
  expect(await devices(1)).toEqual(first);
  expect((await devices(2)).filter((topic) => first.includes(topic))).toEqual([]);
});

test("lost networks are counted, and devices reconnect", async () => {
  const { fleet } = await fleetAtBroker({ timers: createPacedTimers(60), faultEvery: 60_000 });
  await vi.waitFor(() => expect(fleet.counts.faults).toBeGreaterThan(COUNT), 15_000);
  await vi.waitFor(() => expect(fleet.counts.connects).toBeGreaterThan(COUNT), 15_000);
}, 30_000);

test("unconnected devices are counted by reason", async () => {
  const { fleet } = await fleetAtBroker({ broker: { host: "127.0.0.1", port: 1 } });
  await vi.waitFor(
    () => expect(fleet.counts.reasons.get("connection refused")).toBeGreaterThanOrEqual(COUNT),
    10_000,
  );
  expect(fleet.counts.connected).toBe(0);
});
