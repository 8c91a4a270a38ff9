// A device at a broker that ends the connection for a filter, or for more than it takes at once: everything
// else goes on.
import { expect, test } from "vitest";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { relay } from "../../src/drivers/relay.ts";
import { endsAt } from "../../tools/sim/broker/misbehaviour.ts";
import { ROOT, startDevice } from "./device-in-world.ts";

const MINUTE = 60_000;
const NAMES = Array.from({ length: 12 }, (_, at) => `lamp-${at}`);

/** A device with twelve switches. */
const twelve = (mqtt: 3 | 5) =>
  startDevice({
    declaration: { mqtt, actuators: NAMES.map((name) => powerSwitch(name, relay("heater"))) },
    limits: { slots: 32, bytes: 2000 },
  });

test.each([3, 5] as const)("twelve switches obey at a broker of eight filters in MQTT %i", (mqtt) => {
  const { broker, pass, world } = twelve(mqtt);
  broker.behaviour.ends = endsAt.filters(8);
  pass(MINUTE);
  const states = () =>
    NAMES.filter((name) => {
      broker.deliver(`${ROOT}/${name}/set`, "on");
      pass(2000);
      return broker.received.some(({ topic, payload }) => topic === `${ROOT}/${name}` && payload === "on");
    });
  expect([states(), world.connections()]).toEqual([NAMES, 1]);
});

test.each([3, 5] as const)("a filter that ends each connection is a problem in MQTT %i", (mqtt) => {
  const { broker, pass, world, console: lines } = twelve(mqtt);
  const bad = `${ROOT}/lamp-5/set`;
  broker.behaviour.ends = endsAt.filter(bad);
  pass(10 * MINUTE);
  const problem = `not subscribed to ${bad}: the broker ended the connection three times after it`;
  expect(lines).toContain(`problem: ${problem}`);
  expect(broker.received.filter(({ topic }) => topic === `${ROOT}/problem`).at(-1)?.payload).toBe(problem);
  const connections = world.connections();
  pass(60 * MINUTE);
  expect(world.connections()).toBe(connections);
  broker.deliver(`${ROOT}/lamp-6/set`, "on");
  pass(2000);
  expect(broker.received.at(-1)).toMatchObject({ topic: `${ROOT}/lamp-6`, payload: "on" });
  expect(lines.filter((line) => line.includes("another client"))).toEqual([]);
});
