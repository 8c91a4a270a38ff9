import { expect, test } from "vitest";
import type { StreamEvents } from "../../src/client/transport/stream.ts";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const BROKER = { host: "broker", port: 1883, tls: false };
const echo: Peer = (end) => ({ received: (bytes) => end.write(bytes), closed: () => {} });

function heard() {
  const told: string[] = [];
  const events: StreamEvents = {
    opened: () => told.push("opened"),
    received: (bytes) => told.push(bytes),
    drained: () => {},
    closed: (reason) => told.push(`closed: ${reason}`),
  };
  return { told, events };
}

test("each connection follows its own plan", () => {
  const world = createVirtualWorld({ peer: echo, plan: (n) => (n === 0 ? { connect: "refuse" } : {}) });
  const first = heard();
  const second = heard();
  world.connect(BROKER, first.events);
  world.connect(BROKER, second.events).write("hello");
  world.clock.advance(10);
  expect(first.told).toEqual(["closed: connection refused"]);
  expect(second.told).toEqual(["opened", "hello"]);
  expect(world.connections()).toBe(2);
});

test("the peer is told which endpoint the device asked for", () => {
  const asked: unknown[] = [];
  const world = createVirtualWorld({
    peer: (_end, endpoint) => {
      asked.push(endpoint);
      return { received: () => {}, closed: () => {} };
    },
  });
  world.connect(BROKER, heard().events);
  world.clock.advance(0);
  expect(asked).toEqual([BROKER]);
});

test("without a network connections get no answer and open ones fall silent", () => {
  const world = createVirtualWorld({ peer: echo });
  const changes: boolean[] = [];
  world.watchNetwork((up) => changes.push(up));
  const before = heard();
  const stream = world.connect(BROKER, before.events);
  world.clock.advance(0);
  world.setNetwork(false);
  stream.write("lost");
  const during = heard();
  world.connect(BROKER, during.events);
  world.clock.advance(100_000);
  world.setNetwork(true);
  world.clock.advance(100_000);
  expect([before.told, during.told]).toEqual([["opened"], []]);
  expect(changes).toEqual([false, true]);
});

test("a link can be broken at any moment, with or without notice", () => {
  const world = createVirtualWorld({ peer: echo });
  const cut = heard();
  world.connect(BROKER, cut.events);
  world.clock.advance(0);
  world.breakLink("cut");
  const silenced = heard();
  const stream = world.connect(BROKER, silenced.events);
  world.clock.advance(0);
  world.breakLink("half-open");
  stream.write("hello");
  world.clock.advance(100_000);
  expect([cut.told, silenced.told]).toEqual([["opened", "closed: connection reset"], ["opened"]]);
});

test("the same seed gives the same world, another seed another one", () => {
  const draws = (seed: number) => {
    const world = createVirtualWorld({ seed });
    return [world.chipId, ...Array.from({ length: 20 }, () => world.random(1000))];
  };
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)).not.toEqual(draws(2));
  expect(createVirtualWorld({ seed: 1 }).chipId).toMatch(/^[0-9a-f]{12}$/);
});

test("a bus without parts acknowledges nothing, and pins remember their level", () => {
  const world = createVirtualWorld();
  expect(world.i2c.write(0x44, "")).toBe(false);
  expect(world.i2c.read(0x44, 6)).toBeUndefined();
  world.circuit.written("D26", 1);
  expect(world.pins.get("D26")).toBe(1);
});
