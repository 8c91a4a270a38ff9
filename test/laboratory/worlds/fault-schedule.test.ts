import { expect, test } from "vitest";
import { faultSchedule, STORM, type Weather } from "../../../tools/laboratory/worlds/fault-schedule.ts";
import type { Peer } from "../../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../../tools/sim/worlds/virtual-world.ts";

const CLEAR: Weather = {
  refused: 0,
  silent: 0,
  cut: 0,
  halfOpen: 0,
  bytesBeforeBreak: 0,
  inPieces: 0,
  longestDelayMs: 0,
};
const CONNECTIONS = Array.from({ length: 500 }, (_, i) => i);

test("a seed repeats its faults in any order of asking", () => {
  const plans = (seed: number, order: number[]) => new Map(order.map((n) => [n, faultSchedule(seed)(n)]));
  const backwards = [...CONNECTIONS].reverse();
  expect([...plans(7, CONNECTIONS)]).toEqual([...plans(7, backwards)].reverse());
  expect([...plans(7, CONNECTIONS)]).not.toEqual([...plans(8, CONNECTIONS)]);
});

test("in a storm every kind of fault comes, in both directions", () => {
  const plans = CONNECTIONS.map(faultSchedule(1));
  expect(new Set(plans.map((plan) => plan.connect))).toEqual(new Set(["accept", "refuse", "silent"]));
  const breaks = plans.map((plan) => plan.break && `${plan.break.direction} ${plan.break.how}`);
  expect(new Set(breaks)).toEqual(
    new Set([undefined, "toPeer cut", "toPeer half-open", "toDevice cut", "toDevice half-open"]),
  );
  expect(Math.max(...plans.map((plan) => plan.break?.afterBytes ?? 0))).toBeLessThanOrEqual(
    STORM.bytesBeforeBreak,
  );
});

test("in clear weather nothing happens", () => {
  for (const plan of CONNECTIONS.map(faultSchedule(1, CLEAR))) {
    expect(plan.connect).toBe("accept");
    expect(plan.break).toBeUndefined();
  }
});

test("any storm delivers exactly the beginning of the sent bytes", () => {
  const text = "0123456789".repeat(100);
  for (let seed = 0; seed < 200; seed += 1) {
    let arrived = "";
    const peer: Peer = () => ({ received: (bytes) => (arrived += bytes), closed: () => {} });
    const world = createVirtualWorld({ seed, peer, plan: faultSchedule(seed) });
    const events = {
      opened: () => stream.write(text),
      received: () => {},
      drained: () => {},
      closed: () => {},
    };
    const stream = world.connect({ host: "broker", port: 1883, tls: false }, events);
    world.clock.advance(1_000_000);
    expect(text.startsWith(arrived)).toBe(true);
  }
});
