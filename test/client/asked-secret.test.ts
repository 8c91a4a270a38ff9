// A password that a program is asked for before each attempt.
import { expect, test } from "vitest";
import type { ConnectionError } from "../../src/client/faults/errors.ts";
import { program, SECOND } from "./program-client.ts";

const passwords = ({ connects }: ReturnType<typeof program>["broker"]) =>
  connects.map(({ password, protocolVersion, clean }) => [String(password), protocolVersion, clean]);

/** 1, 2, 3 and so on. */
function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

test.each([
  { mqtt: 3, session: "persistent", rows: [4, false] },
  { mqtt: 5, session: "clean", rows: [5, true] },
] as const)("each connection sends a fresh token in MQTT $mqtt", async ({ mqtt, session, rows }) => {
  const { broker, pass, start } = program();
  const counted = counter();
  start({ mqtt, session, user: "ann", secret: () => `token ${counted()}` });
  await pass(2 * SECOND);
  broker.hangUp();
  await pass(3 * SECOND);
  expect(passwords(broker)).toEqual([
    ["token 1", ...rows],
    ["token 2", ...rows],
  ]);
});

test("CONNECT waits for a token that arrives late", async () => {
  const { broker, pass, start, world } = program();
  const client = start({
    user: "ann",
    secret: () => new Promise((resolve) => world.after(10 * SECOND, () => resolve("late"))),
  });
  await pass(5 * SECOND);
  expect([client.state, broker.connects]).toEqual(["connecting", []]);
  await pass(10 * SECOND);
  expect([client.state, passwords(broker)]).toEqual(["connected", [["late", 4, true]]]);
});

test("a session started clean resumes with a new token", async () => {
  const { broker, pass, start } = program();
  start({ mqtt: 5, session: "persistent", cleanStart: true, user: "ann", secret: () => "token" });
  await pass(2 * SECOND);
  broker.hangUp();
  await pass(3 * SECOND);
  expect(broker.connects.map(({ clean, properties }) => [clean, properties?.sessionExpiryInterval])).toEqual([
    [true, 0xffffffff],
    [false, 0xffffffff],
  ]);
});

test("a client stopped while it waits for a token opens no connection", async () => {
  const { broker, pass, start, world } = program();
  const slowly = () => new Promise<string>((resolve) => world.after(10 * SECOND, () => resolve("late")));
  const client = start({ user: "ann", secret: slowly });
  await pass(5 * SECOND);
  client.kill();
  await pass(20 * SECOND);
  expect([client.state, broker.connects]).toEqual(["stopped", []]);
});

test("a missing token ends the attempt; the next attempt requests another", async () => {
  const { broker, pass, start } = program();
  const counted = counter();
  const lost: ConnectionError[] = [];
  start({
    user: "ann",
    secret: () => (counted() === 1 ? new Promise<string>(() => {}) : "second"),
    lost: (error) => void lost.push(error),
  });
  await pass(70 * SECOND);
  expect(lost).toHaveLength(1);
  expect(passwords(broker)).toEqual([["second", 4, true]]);
});

test.each<[string, () => unknown, string]>([
  [
    "throws",
    () => {
      throw new Error("no login.");
    },
    "the function secret has failed: no login",
  ],
  ["rejects", () => Promise.reject(new Error("no login")), "the function secret has failed: no login"],
  ["gives a number", () => 5, "the function secret has failed: its value is no password; it gives text"],
])("a token function that %s ends the attempt with a sentence", async (_, secret, sentence) => {
  const { broker, pass, start } = program();
  const lost: ConnectionError[] = [];
  start({ user: "ann", secret: secret as () => string, lost: (error) => void lost.push(error) });
  await pass(70 * SECOND);
  expect([...new Set(lost.map(({ reason }) => reason))]).toEqual([sentence]);
  expect(broker.connects).toEqual([]);
  // The pauses grow with the outage.
  expect(lost.length).toBeGreaterThan(1);
  expect(lost.length).toBeLessThan(12);
});

test("a token function that failed is called again when the network returns", async () => {
  const { broker, pass, start } = program();
  const counted = counter();
  start({
    user: "ann",
    secret: () => (counted() === 1 ? Promise.reject(new Error("fetch failed")) : "second"),
  });
  await pass(2 * SECOND);
  expect(passwords(broker)).toEqual([["second", 4, true]]);
});
