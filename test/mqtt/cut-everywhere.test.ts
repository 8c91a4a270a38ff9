// The link is cut after every byte of a session, in both directions: what was kept arrives, repeated only with DUP,
// and no packet's tail is the beginning of the next connection.
import { describe, expect, test } from "vitest";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import type { Break, LinkPlan } from "../../tools/sim/link.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";
import { startClient } from "./client-in-world.ts";

const MESSAGES = 12;
const COMMANDS = 4;
/** The 31-bit clock wraps in the middle of each run. */
const BEFORE_WRAP = 2 ** 31 - 2500;

interface Run {
  received: string[];
  commands: string[];
  breaches: string[];
  held: number;
  owed: number;
  connections: number;
  /** Messages that came to the broker, each time counted. */
  arrivals: number;
}

/**
 * Publishes now and then, some before the first connection, while the broker sends commands; each connection follows
 * its plan. The broker may lose its sessions at a moment. Runs until all is delivered in both directions.
 */
function run(plan: (connection: number) => LinkPlan, seed = 1, forgetAtMs?: number): Run {
  const clock = createVirtualClock(BEFORE_WRAP);
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({ clock, seed, plan, peer: broker.peer });
  const { client } = startClient(world);
  const commands: string[] = [];
  subscribe(client, "command", 1, { deliver: (_self, payload) => commands.push(payload) });
  const telemetry = prepare("telemetry", 1, false, "reject");
  for (let i = 0; i < MESSAGES; i += 1) {
    clock.after(i * 400, () => publish(client, telemetry, `message ${i}`));
  }
  if (forgetAtMs !== undefined) {
    clock.after(forgetAtMs, () => {
      broker.forget();
      world.breakLink("cut");
    });
  }
  for (let i = 0; i < COMMANDS; i += 1)
    clock.after(2000 + i * 700, () => broker.deliver("command", `command ${i}`));

  const ended = () =>
    clock.now() > BEFORE_WRAP + 6000 && client.ring.done === client.ring.put && broker.owed() === 0;
  clock.runUntil(ended, 600_000);
  return {
    received: broker.received.map(({ payload }) => payload),
    commands,
    breaches: broker.breaches,
    held: client.ring.put - client.ring.done,
    owed: broker.owed(),
    connections: world.connections(),
    arrivals: broker.received.length,
  };
}

function expectDelivered(result: Run): void {
  expect(result).toMatchObject({ breaches: [], held: 0, owed: 0 });
  const firsts = [...new Set(result.received)];
  expect(firsts).toEqual(Array.from({ length: MESSAGES }, (_, i) => `message ${i}`));
  // Commands are lost with a session that was never made; those that were sent come in order.
  const commands = [...new Set(result.commands)];
  expect(commands).toEqual([...commands].sort());
}

/** How many bytes the first connection carries in each direction when nothing breaks it. */
function lengths(): Record<Break["direction"], number> {
  const carried = { toPeer: 0, toDevice: 0 };
  for (const direction of ["toPeer", "toDevice"] as const) {
    let low = 0;
    let high = 4096;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { connections } = run((n) =>
        n === 0 ? { break: { direction, afterBytes: middle, how: "cut" } } : {},
      );
      if (connections > 1) low = middle + 1;
      else high = middle;
    }
    carried[direction] = low;
  }
  return carried;
}

const carried = lengths();

test("without a break all arrives once, in one connection", () => {
  const result = run(() => ({}));
  expectDelivered(result);
  expect([result.connections, result.arrivals, result.commands.length]).toEqual([1, MESSAGES, COMMANDS]);
  expect(carried.toPeer).toBeGreaterThan(MESSAGES * 25);
  expect(carried.toDevice).toBeGreaterThan(MESSAGES * 4);
});

describe.each(["toPeer", "toDevice"] as const)("%s", (direction) => {
  test.each(["cut", "half-open"] as const)("after every byte: %s", (how) => {
    for (let afterBytes = 0; afterBytes < carried[direction]; afterBytes += 1) {
      const result = run((n) => (n === 0 ? { break: { direction, afterBytes, how } } : {}));
      expectDelivered(result);
      if (how === "cut") expect(result.connections).toBeGreaterThan(1);
    }
  });

  test("cut on the first connection and on the second, in small pieces and late", () => {
    const slow = { delayMs: [0, 200], pieceBytes: 7 } as const;
    for (let first = 0; first < carried[direction]; first += 17) {
      for (let second = 0; second < 150; second += 13) {
        const result = run(
          (n) => ({
            toPeer: slow,
            toDevice: slow,
            ...(n < 2 ? { break: { direction, afterBytes: n === 0 ? first : second, how: "cut" } } : {}),
          }),
          first * 1000 + second,
        );
        expectDelivered(result);
      }
    }
  });
});

test("ten connections in a row are cut, each after a few bytes more than the one before", () => {
  const result = run((n) =>
    n < 10
      ? { break: { direction: n % 2 === 0 ? "toPeer" : "toDevice", afterBytes: n * 11, how: "cut" } }
      : {},
  );
  expectDelivered(result);
  expect(result.connections).toBeGreaterThan(10);
});

test("a broker that restarts without its sessions, at any moment, gets every message all the same", () => {
  for (let forgetAtMs = 0; forgetAtMs < 6000; forgetAtMs += 37) {
    expectDelivered(
      run(() => ({ toPeer: { delayMs: [0, 300] }, toDevice: { delayMs: [0, 300] } }), 7, forgetAtMs),
    );
  }
});
