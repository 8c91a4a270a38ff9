// A broker model that says in CONNACK what of MQTT 5.0 it does not have: a device keeps to that.
import { describe, expect, test } from "vitest";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { device, powerSwitch, seconds, sensor } from "../../../src/index.ts";
import type { Welcome } from "../../../tools/sim/broker/protocol.ts";
import { startParts } from "../../device/parts-in-world.ts";

/** A device with a message of each QoS, after a minute at a broker that says this in CONNACK. */
function welcomed(welcome: Welcome) {
  const air = sht3x("air");
  const every = seconds(10);
  const scene = startParts(
    device({
      name: "room",
      mqtt: 5,
      sensors: [
        sensor("temperature", air.temperature, { every }),
        sensor("humidity", air.humidity, { every, qos: 2 }),
      ],
      actuators: [powerSwitch("heater", relay("heater"))],
    }),
  );
  scene.broker.behaviour.welcomes = () => welcome;
  scene.pass(60_000);
  const { arrivals, breaches, connects } = scene.broker;
  expect([breaches, connects.length]).toEqual([[], 1]);
  return arrivals.map(({ topic, qos, retain }) => ({ name: topic.split("/").at(-1), qos, retain }));
}

const names = (arrivals: ReturnType<typeof welcomed>) =>
  [...new Set(arrivals.map(({ name }) => name))].sort();
const ALL = ["heater", "humidity", "problem", "status", "temperature"];

describe("a device's publications by the broker's features", () => {
  test("a device sends everything to a broker with every feature", () => {
    expect(names(welcomed({}))).toEqual(ALL);
  });

  test.each([
    [1, ALL.filter((name) => name !== "humidity")],
    [0, ["problem", "status", "temperature"]],
  ])("a device sends nothing above its broker's Maximum QoS %i", (maximumQoS, sent) => {
    const arrivals = welcomed({ less: { maximumQoS } });
    expect(arrivals.filter(({ qos }) => qos > maximumQoS)).toEqual([]);
    expect(names(arrivals)).toEqual(sent);
  });

  test("a device sends no value to a broker without retained messages", () => {
    const arrivals = welcomed({ less: { retainAvailable: false } });
    // Its will is retained too: a real broker of that kind refuses its CONNECT (3.2.2.3.5).
    expect(names(arrivals.filter(({ retain }) => retain))).toEqual(["status"]);
  });

  test("a device needs no wildcards, shared filters and subscription identifiers", () => {
    const less = {
      wildcardSubscriptionAvailable: false,
      sharedSubscriptionAvailable: false,
      subscriptionIdentifiersAvailable: false,
    } as const;
    expect(names(welcomed({ less }))).toEqual(ALL);
  });
});
