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

describe("a device sends", () => {
  test("everything to a broker that has everything", () => {
    expect(names(welcomed({}))).toEqual(ALL);
  });

  test.each([
    [1, ALL.filter((name) => name !== "humidity")],
    [0, ["problem", "status", "temperature"]],
  ])("nothing above the Maximum QoS of its broker, %i", (maximumQoS, sent) => {
    const arrivals = welcomed({ less: { maximumQoS } });
    expect(arrivals.filter(({ qos }) => qos > maximumQoS)).toEqual([]);
    expect(names(arrivals)).toEqual(sent);
  });

  test("no value to a broker that retains nothing", () => {
    const arrivals = welcomed({ less: { retainAvailable: false } });
    // Its will is retained too: a real broker of that kind refuses its CONNECT (3.2.2.3.5).
    expect(names(arrivals.filter(({ retain }) => retain))).toEqual(["status"]);
  });

  test("everything to a broker without wildcards, shared filters and subscription identifiers", () => {
    const less = {
      wildcardSubscriptionAvailable: false,
      sharedSubscriptionAvailable: false,
      subscriptionIdentifiersAvailable: false,
    } as const;
    expect(names(welcomed({ less }))).toEqual(ALL);
  });
});
