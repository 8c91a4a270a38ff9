// A device in Node: the ports over a world, and the two ways in which it ends.

import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { device } from "../../src/device/declare/device.ts";
import { relay } from "../../src/drivers/relay.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld, type VirtualWorldOptions } from "../../tools/sim/worlds/virtual-world.ts";

const WRAP = 2 ** 31;

function start({ clock = createVirtualClock(), ...options }: VirtualWorldOptions = {}) {
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker" })]]),
    ...options,
  });
  const declaration = device({
    name: "lamp",
    status: { keepAlive: seconds(10) },
    actuators: [powerSwitch("light", relay("light"))],
  });
  const running = startNodeDevice(world, declaration, { light: "light" });
  const said = () => broker.received.map(({ topic, payload }) => `${topic.replace(/.*\//, "")}=${payload}`);
  return { broker, world, running, said };
}

test("a device connects when the network is up, early or late", () => {
  const { world, broker } = start();
  world.setNetwork(false);
  world.clock.advance(60_000);
  expect(broker.connects).toHaveLength(0);
  world.setNetwork(true);
  world.clock.advance(2000);
  expect(broker.connects).toHaveLength(1);
});

test("many devices share a process, each with its own world", () => {
  const clock = createVirtualClock();
  const devices = Array.from({ length: 200 }, (_, seed) => start({ clock, seed: seed + 1 }));
  clock.advance(60_000);
  const ids = new Set(devices.map(({ broker }) => broker.connects[0].clientId));
  expect(ids.size).toBe(200);
  expect(devices.flatMap(({ broker }) => broker.breaches)).toEqual([]);
});

test("the device's clock wraps while it stays connected", () => {
  const { world, broker } = start({ clock: createVirtualClock(WRAP - 30_000) });
  world.clock.advance(300_000);
  expect([broker.connects.length, broker.breaches]).toEqual([1, []]);
});

describe("stop", () => {
  test("a stop publishes offline, calls back later, and leaves no timer", () => {
    const { world, running, said, broker } = start();
    world.clock.advance(2000);
    let done = false;
    running.stop(() => {
      done = true;
    });
    expect(done).toBe(false);
    world.clock.advance(0);
    expect([done, said().at(-1)]).toEqual([true, "status=offline"]);
    world.clock.advance(60_000);
    expect([broker.disconnects, world.clock.pending()]).toEqual([1, 0]);
  });

  test("a stop calls back before any connection or without a network", () => {
    for (const up of [true, false]) {
      const { world, running } = start();
      world.setNetwork(up);
      let done = 0;
      running.stop(() => {
        done += 1;
      });
      world.clock.advance(60_000);
      expect([done, world.clock.pending(), world.connections()]).toEqual([1, 0, 0]);
    }
  });

  test("a second stop changes nothing", () => {
    const { world, running, broker } = start();
    world.clock.advance(2000);
    let done = 0;
    for (let i = 0; i < 2; i += 1) {
      running.stop(() => {
        done += 1;
      });
    }
    world.clock.advance(60_000);
    expect([done, broker.disconnects, broker.breaches]).toEqual([2, 1, []]);
  });
});

describe("a stop with unacknowledged messages", () => {
  /** A device whose broker owes it an acknowledgement. */
  function owing() {
    const run = start();
    run.world.clock.advance(2000);
    run.broker.behaviour.misbehaves = ({ cmd }) => (cmd === "puback" ? "drop" : undefined);
    const root = run.broker.connects[0].will?.topic.replace("/status", "");
    run.broker.deliver(`${root}/light/set`, "on");
    run.world.clock.advance(100);
    return { ...run, root };
  }

  /** Stops it; returns how long that took so far. */
  function stopping({ world, running }: ReturnType<typeof start>, withinMs?: number) {
    const since = world.now();
    let took: number | undefined;
    running.stop(() => {
      took = world.now() - since;
    }, withinMs);
    return () => took;
  }

  test("a stop waits five seconds for its acknowledgement, then publishes offline", () => {
    const run = owing();
    const took = stopping(run);
    run.world.clock.advance(4999);
    expect([took(), run.said().at(-1)]).toEqual([undefined, "light=on"]);
    run.world.clock.advance(60_000);
    expect([took(), run.said().at(-1)]).toEqual([5000, "status=offline"]);
    expect(run.world.clock.pending()).toBe(0);
  });

  test("a stop with kept messages waits as long as requested", () => {
    for (const withinMs of [0, 1, 777, 20_000]) {
      const run = owing();
      const took = stopping(run, withinMs);
      run.world.clock.advance(60_000);
      expect([took(), run.said().at(-1)]).toEqual([withinMs, "status=offline"]);
    }
  });

  test("a stop on a lost link sends kept messages after reconnecting", () => {
    const run = owing();
    run.world.breakLink("cut");
    run.broker.behaviour.misbehaves = () => undefined;
    const took = stopping(run, 30_000);
    run.world.clock.advance(30_000);
    expect(took()).toBeLessThan(5000);
    const said = run.said().slice(run.said().lastIndexOf("status=online"));
    expect(said).toEqual(["status=online", "light=on", "problem=none", "status=offline"]);
    expect([run.broker.disconnects, run.broker.breaches]).toEqual([1, []]);
  });

  test("a power loss ends a pending stop at once", () => {
    const run = owing();
    const took = stopping(run);
    run.world.clock.advance(1000);
    run.running.kill();
    run.world.clock.advance(60_000);
    expect([took(), run.said().at(-1), run.world.clock.pending()]).toEqual([1000, "light=on", 0]);
  });

  test("a second stop keeps the first deadline", () => {
    const run = owing();
    const first = stopping(run, 1000);
    const second = stopping(run, 9000);
    run.world.clock.advance(60_000);
    expect([first(), second()]).toEqual([1000, 1000]);
    expect(run.said().filter((line) => line === "status=offline")).toHaveLength(1);
  });
});

describe("kill", () => {
  test("a killed device sends and receives nothing more", () => {
    const { world, running, broker, said } = start();
    world.clock.advance(2000);
    const before = said().length;
    const root = broker.connects[0].will?.topic.replace("/status", "");
    broker.deliver(`${root}/light/set`, "on");
    running.kill();
    world.setNetwork(false);
    world.setNetwork(true);
    world.clock.advance(60_000);
    expect([said().length - before, broker.disconnects, world.pins.get("light")]).toEqual([0, 0, 0]);
    expect([world.connections(), world.clock.pending()]).toEqual([1, 0]);
  });

  test("a device killed during an attempt is silent as well", () => {
    const { world, running } = start({ plan: () => ({ connectMs: 5000 }) });
    world.clock.advance(2000);
    expect(world.connections()).toBe(1);
    running.kill();
    world.clock.advance(60_000);
    expect([world.connections(), world.clock.pending()]).toEqual([1, 0]);
  });
});

test("a late outcome of an abandoned attempt changes nothing", () => {
  const { world, broker, said } = start({ plan: (n) => (n === 0 ? { connectMs: 31_000 } : {}) });
  world.clock.advance(60_000);
  expect(world.connections()).toBe(2);
  expect([broker.connects.length, said().filter((line) => line === "status=online").length]).toEqual([1, 1]);
});
