// Several brokers: which one a device goes to, and what a session with one is worth at another.
import { describe, expect, test } from "vitest";
import { brokerAt, brokerCount, brokersFault, hostOf, portOf } from "../../src/mqtt/failover.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { LinkPlan, Peer } from "../../tools/sim/worlds/link.ts";
import { ROOT, startDevice } from "./device-in-world.ts";

/** A device that knows the brokers "a" and "b:1884", and the endpoints that it tried. */
function between(plan: (connection: number) => LinkPlan = () => ({})) {
  const clock = createVirtualClock();
  const brokers = { a: createBroker({ timers: clock }), b: createBroker({ timers: clock }) };
  const tried: string[] = [];
  const peer: Peer = (end, endpoint) => {
    tried.push(`${endpoint.host}:${endpoint.port}`);
    return brokers[endpoint.host as "a" | "b"].peer(end, endpoint);
  };
  const run = startDevice({
    settings: { host: "a,b:1884" },
    temperature: { qos: 1, overflow: "reject", filters: [] },
    world: { clock, peer, plan },
  });
  const temperatures = (name: "a" | "b") =>
    brokers[name].received
      .filter(({ topic }) => topic === `${ROOT}/temperature`)
      .map(({ payload }) => payload);
  return { ...run, brokers, tried, temperatures };
}

describe("a device with two brokers", () => {
  test("a device stays with its first broker while it works", () => {
    const run = between();
    for (let i = 0; i < 3; i += 1) {
      run.pass(120_000);
      run.world.breakLink("cut");
    }
    run.pass(120_000);
    expect(run.tried).toEqual(["a:1883", "a:1883", "a:1883", "a:1883"]);
  });

  test("a device switches to the second broker and stays there", () => {
    const run = between();
    run.pass(120_000);
    run.brokers.a.stop();
    run.pass(600_000);
    expect(run.tried.at(-1)).toBe("b:1884");
    expect(run.brokers.b.kept(`${ROOT}/status`)).toBe("online");
    const tries = run.tried.length;
    run.brokers.a.start();
    run.pass(3_600_000);
    expect(run.tried).toHaveLength(tries);
  });

  test("a device stays with its broker when only the network is lost", () => {
    const run = between();
    run.pass(120_000);
    for (let i = 0; i < 5; i += 1) {
      run.world.setNetwork(false);
      run.pass(120_000);
      run.world.setNetwork(true);
      run.pass(120_000);
    }
    expect(new Set(run.tried)).toEqual(new Set(["a:1883"]));
  });

  test("a device delivers kept messages to either broker and subscribes there", () => {
    const run = between();
    run.pass(60_000);
    for (let i = 0; i < 6; i += 1) {
      const [down, up] = i % 2 === 0 ? (["a", "b"] as const) : (["b", "a"] as const);
      run.brokers[down].stop();
      run.air.celsius = 10 + i;
      run.pass(300_000);
      expect(run.temperatures(up)).toContain(`${10 + i}.0`);
      run.brokers[up].publish(`${ROOT}/heater/set`, i % 2 === 0 ? "on" : "off");
      run.pass(1000);
      expect(run.world.pins.get("heater")).toBe(i % 2 === 0 ? 1 : 0);
      run.brokers[down].start();
    }
    expect([...run.brokers.a.breaches, ...run.brokers.b.breaches]).toEqual([]);
  });

  test("a device ignores an old session at the second broker", () => {
    // The second attempt is refused before a CONNECT goes out: nothing else makes the device doubt its session.
    const run = between((connection) => (connection === 1 ? { connect: "refuse" } : {}));
    // Some time ago the device was at the second broker, with a firmware without actuators.
    const before = startDevice({
      settings: { host: "b", port: 1884 },
      declaration: { actuators: [] },
      world: { clock: run.clock, peer: (end, endpoint) => run.brokers.b.peer(end, endpoint) },
    });
    run.pass(60_000);
    before.running.kill();
    run.world.breakLink("cut");
    run.pass(60_000);
    expect(run.tried).toEqual(["a:1883", "b:1884"]);
    expect(run.brokers.b.kept(`${ROOT}/status`)).toBe("online");
    run.brokers.b.publish(`${ROOT}/heater/set`, "on");
    run.pass(1000);
    expect(run.world.pins.get("heater")).toBe(1);
  });
});

describe("a list of brokers", () => {
  test("a list of brokers is split at its commas and colons", () => {
    const list = "a,10.0.0.1:1884,::1";
    expect(brokerCount(list)).toBe(3);
    expect([0, 1, 2].map((i) => brokerAt(list, i))).toEqual(["a", "10.0.0.1:1884", "::1"]);
    expect(["a", "b:1884", "::1"].map(hostOf)).toEqual(["a", "b", "::1"]);
    expect(["a", "b:1884", "::1", "b:x", "b:70000"].map((broker) => portOf(broker, 1883))).toEqual([
      1883, 1884, 1883, 0, 0,
    ]);
  });

  test.each(["a,,b", "a, b", ",a", "a,:1884", "a:x", "a:0", "a,b:65536"])(
    "a list of brokers has a fault: %s",
    (list) => {
      expect(brokersFault(list)).not.toBe("");
    },
  );

  test.each(["a", "a,b", "a:1,b:65535", "::1"])("the list of brokers %s has no fault", (list) => {
    expect(brokersFault(list)).toBe("");
  });
});
