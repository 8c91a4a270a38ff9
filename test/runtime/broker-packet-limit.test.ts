// A device at a broker that ends the connection when a packet is longer than it takes (Mosquitto: max_packet_size).

import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { type DeviceOptions, ROOT, startDevice } from "./device-in-world.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A device that announces itself to Home Assistant in several messages, at a broker that takes packets of so
 * many bytes.
 */
function atBrokerOf(packetBytes: number, options: DeviceOptions = {}) {
  const clock = createVirtualClock();
  let broker = createBroker({ timers: clock, limits: { packetBytes } });
  let isAway = false;
  const started = startDevice({
    limits: { linkBytes: 700 },
    ...options,
    declaration: { discovery: homeAssistant(), ...options.declaration },
    world: {
      clock,
      peer: (end, endpoint) => broker.peer(end, endpoint),
      plan: () => (isAway ? { connect: "refuse" } : {}),
    },
  });
  return {
    ...started,
    received: () => broker.received,
    newest: (topic: string) => broker.received.filter((message) => message.topic === topic).at(-1)?.payload,
    /** The broker goes for a minute, and another comes that takes packets of so many bytes. */
    exchange(bytes: number) {
      isAway = true;
      started.world.breakLink("cut");
      started.pass(MINUTE);
      broker = createBroker({ timers: clock, limits: { packetBytes: bytes } });
      isAway = false;
    },
  };
}

/** Topics and sizes of what a device announces to a broker without a limit. */
function announced() {
  const { received, pass } = atBrokerOf(100_000);
  pass(MINUTE);
  return received()
    .filter(({ topic }) => topic.startsWith("homeassistant/"))
    .map(({ topic, payload }) => ({ topic, bytes: topic.length + 2 + payload.length }));
}

test("an overlong announcement is omitted and named; the others continue", () => {
  const all = announced();
  const longest = Math.max(...all.map(({ bytes }) => bytes));
  const long = all.filter(({ bytes }) => bytes === longest);
  expect(all.length).toBeGreaterThan(long.length);
  const { received, pass, world, newest, console: lines } = atBrokerOf(longest + 2);
  pass(2 * MINUTE);
  const connections = world.connections();
  expect(connections).toBeLessThanOrEqual(4);
  const topics = new Set(received().map(({ topic }) => topic));
  expect(all.map(({ topic }) => topics.has(topic))).toEqual(all.map(({ bytes }) => bytes < longest));
  const problem = `not announced: ${long[0].topic}, ${longest} bytes: the broker ends the connection when it comes`;
  expect(newest(`${ROOT}/problem`)).toBe(problem);
  expect(lines).toContain(`problem: ${problem}`);
  pass(60 * MINUTE);
  expect([world.connections(), newest(`${ROOT}/status`)]).toEqual([connections, "online"]);
});

test("overlong announcements alone cost few connections and no false blame", () => {
  const all = announced();
  const { pass, world, newest, console: lines } = atBrokerOf(240);
  pass(10 * MINUTE);
  expect(world.connections()).toBeLessThanOrEqual(2 + 2 * all.length);
  expect(lines.filter((line) => line.includes("another client"))).toEqual([]);
  expect([newest(`${ROOT}/status`), newest(`${ROOT}/temperature`)]).toEqual(["online", "21.5"]);
});

test("a broker that was away receives all announcements again", () => {
  const all = announced();
  const { received, pass, newest, exchange } = atBrokerOf(240);
  pass(10 * MINUTE);
  expect(newest(all[0].topic)).toBeUndefined();
  exchange(100_000);
  pass(5 * MINUTE);
  const topics = new Set(received().map(({ topic }) => topic));
  expect(all.filter(({ topic }) => !topics.has(topic))).toEqual([]);
  expect(newest(`${ROOT}/problem`)).toBe("none");
});

test("an overlong reading at QoS 1 is dropped and named alone", () => {
  const air = sht3x("air");
  const root = `home/${"r".repeat(59)}`;
  const {
    pass,
    world,
    newest,
    console: lines,
  } = atBrokerOf(130, {
    settings: { root },
    declaration: {
      name: "room",
      discovery: undefined,
      actuators: [],
      sensors: [
        sensor(`temperature-${"x".repeat(52)}`, air.temperature, {
          unit: "°C",
          decimals: 1,
          every: seconds(10),
          qos: 1,
        }),
        sensor("humidity", air.humidity, { unit: "%", decimals: 0, every: seconds(10) }),
      ],
    },
  });
  pass(10 * MINUTE);
  expect(lines.filter((line) => line.startsWith("dropped: "))).not.toEqual([]);
  expect(lines.filter((line) => line.includes("another client"))).toEqual([]);
  const connections = world.connections();
  pass(60 * MINUTE);
  expect([world.connections(), newest(`${root}/humidity`)]).toEqual([connections, "48"]);
});
