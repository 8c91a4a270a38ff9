// Notices to a program besides messages: by its client in Node, in virtual time.
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { type NodeClient, startNodeClient } from "../../src/client/client.ts";
import { printable } from "../../src/client/faults/foreign-text.ts";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;

/** A client in virtual time, with all that it was told. */
function started(options: Partial<NodeClientOptions> = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const told: unknown[][] = [];
  const world = createVirtualWorld({ clock, peer: broker.peer, log: (line) => lines.push(line) });
  const client: NodeClient = startNodeClient(world, {
    id: "program",
    host: "broker",
    subscriptionRefused: (...all) => void told.push(["refused", ...all]),
    qosLowered: (...all) => void told.push(["lowered", ...all]),
    skipped: (...all) => void told.push(["skipped", ...all]),
    ...options,
  });
  world.clock.advance(10 * SECOND);
  return { broker, world, client, lines, told };
}

test("a refused subscription is reported by filter; a full grant is not", () => {
  const { broker, client, world, told, lines } = started({ session: "persistent" });
  broker.behaviour.grants = (filter, qos) => (filter === utf8("a/°") ? 0x80 : qos);
  client.subscribe("a/°", () => {});
  client.subscribe("b", () => {}, 2);
  world.clock.advance(SECOND);
  expect(told).toEqual([["refused", "a/°"]]);
  expect(lines).toEqual(["connected", "broker refused the subscription a/°"]);
});

test("a lower grant is reported with the requested and granted QoS", () => {
  const { broker, client, world, told, lines } = started({ session: "persistent" });
  broker.behaviour.grants = () => 0;
  client.subscribe("a", () => {}, 0);
  client.subscribe("b", () => {});
  client.subscribeInParts("c", () => {}, 2);
  world.clock.advance(SECOND);
  expect(told).toEqual([
    ["lowered", "b", 1, 0],
    ["lowered", "c", 2, 0],
  ]);
  expect(lines.slice(1)).toEqual([
    "broker grants only QoS 0 to the subscription b",
    "broker grants only QoS 0 to the subscription c",
  ]);
});

test("a refusal's listener may subscribe to another filter and end the client", () => {
  const { broker, client, world, told } = started({
    subscriptionRefused(filter) {
      told.push([filter]);
      if (filter === "a/#") client.subscribe("a/b", () => {});
      else client.kill();
    },
  });
  broker.behaviour.grants = () => 0x80;
  client.subscribe("a/#", () => {});
  world.clock.advance(SECOND);
  expect([told, client.isConnected()]).toEqual([[["a/#"], ["a/b"]], false]);
});

test("an overlong message is reported with topic and size, counted and acknowledged", () => {
  const { broker, client, world, told, lines } = started({ limits: { packetBytes: 100 } });
  const taken: string[] = [];
  client.subscribe("#", ({ payload }) => void taken.push(payload));
  world.clock.advance(SECOND);
  for (const payload of ["x".repeat(100), "short"]) broker.publish(utf8("a/°"), payload, { qos: 1 });
  world.clock.advance(SECOND);
  expect(told).toEqual([["skipped", "a/°", 110]]);
  expect(lines[1]).toBe("passed over: a/°, a packet of 110 bytes is longer than limits.packetBytes");
  expect(taken).toEqual(["short"]);
  expect(client.counters()).toEqual({
    connects: 1,
    refused: 0,
    dropped: 0,
    repeated: 0,
    skipped: 1,
    untaken: 0,
    unread: 0,
    repeatedAnswers: 0,
    lateAnswers: 0,
  });
  expect([broker.breaches, world.connections()]).toEqual([[], 1]);
});

test("a log line shows control characters of others as text", async () => {
  const { broker, client, world, told, lines } = started({ limits: { packetBytes: 100 } });
  const topic = "a/\x1b[2J\u202e";
  const fails = () => Promise.reject(new Error("no\nconnected"));
  client.subscribe("#", fails, { acknowledge: "resolved" });
  world.clock.advance(SECOND);
  for (const payload of ["x".repeat(100), "short"]) broker.publish(utf8(topic), payload, { qos: 1 });
  world.clock.advance(SECOND);
  await new Promise(setImmediate);
  expect(told).toContainEqual(["skipped", topic, expect.any(Number)]);
  expect(lines.join("")).toContain("passed over: a/\\x1b[2J\\u202e, ");
  expect(lines.at(-1)).toContain("handler failed: a/");
  expect(lines.map(printable)).toEqual(lines);
});
