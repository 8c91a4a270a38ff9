// A device that has rested is the one it was: what it gave back comes again when it is needed.

import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { onChange } from "../../src/device/run/filters/dead-band.ts";
import { median } from "../../src/device/run/filters/median.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { ownCopy } from "../../src/platform/node/own-copy.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

/** A device is at rest after this time, in milliseconds; it has measured some times by then. */
const REST_MS = 200_000;
const LIMITS = { slots: 4, bytes: 100, packetBytes: 200, linkBytes: 1000 };

const air = sht3x("air");
const declaration = device({
  name: "room",
  sensors: [
    sensor("temperature", air.temperature, {
      unit: "°C",
      decimals: 1,
      every: seconds(30),
      qos: 1,
      filters: [median(3), onChange()],
      overflow: "oldest",
    }),
  ],
  actuators: [powerSwitch("lamp", relay("lamp"))],
});

/**
 * One in a room that gets warmer with each sample, from this temperature on: the model broker tells messages
 * by their payload.
 */
function startRoom(coldest: number) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    i2c: createSht3x({
      now: clock.now,
      air: () => ({ celsius: coldest + clock.now() / 200_000, humidity: 50 }),
    }),
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker", root: "room" })]]),
  });
  const running = startNodeDevice(world, declaration, simulatedWires(declaration), LIMITS);
  const temperatures = () =>
    broker.received.filter(({ topic }) => topic === "room/temperature").map(({ payload }) => payload);
  return { broker, world, running, temperatures };
}

test("a device with released memory measures, obeys and sends as before", () => {
  const { broker, world, temperatures } = startRoom(20);
  world.clock.advance(REST_MS);
  const before = temperatures().length;
  broker.deliver("room/lamp/set", "on");
  world.clock.advance(REST_MS);
  expect(world.pins.get("lamp")).toBe(1);
  expect(temperatures().length).toBeGreaterThan(before + 5);
  expect(broker.breaches).toEqual([]);
});

test("the ring has all slots again and drops by its policy", () => {
  const { broker, world, temperatures } = startRoom(20);
  world.clock.advance(REST_MS);
  const before = temperatures().length;
  world.setNetwork(false);
  world.clock.advance(10 * REST_MS);
  world.setNetwork(true);
  world.clock.advance(5000);
  expect(temperatures().length - before).toBeGreaterThanOrEqual(LIMITS.slots);
  expect(temperatures().length - before).toBeLessThanOrEqual(LIMITS.slots + 1);
  expect(broker.breaches).toEqual([]);
});

test("each device owns its parts' and filters' state", () => {
  const cold = startRoom(5);
  const warm = startRoom(30);
  for (let i = 0; i < 10; i += 1) for (const { world } of [cold, warm]) world.clock.advance(REST_MS / 10);
  const least = ({ temperatures }: typeof cold) => Math.min(...temperatures().map(Number));
  const most = ({ temperatures }: typeof cold) => Math.max(...temperatures().map(Number));
  expect([least(cold), most(cold) < least(warm), most(warm) < 33]).toEqual([5, true, true]);
  expect([air.temperature.value, air.bus]).toEqual([undefined, undefined]);
});

test("a change to one copy changes no other copy", () => {
  const original = { part: { value: 1, list: [1] } };
  const [first, second] = [ownCopy(original), ownCopy(original)];
  first.part.value = 2;
  first.part.list.push(2);
  expect([first.part, second.part, original.part].map(({ value, list }) => [value, list])).toEqual([
    [2, [1, 2]],
    [1, [1]],
    [1, [1]],
  ]);
});
