// Handlers of a program that fail, whose messages wait for them.
import { describe, expect, onTestFinished, test } from "vitest";
import type { NodeClientOptions } from "../../src/client/options.ts";
import { heldProgram } from "./held-handlers.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const failure = Object.assign(new Error("no room"), { reasonCode: 0x97 });

test.each([
  [1, "puback"],
  [2, "pubrec"],
] as const)("a failed handler rejects its QoS %i message with a reason code", async (qos, answer) => {
  const { broker, pass, held, said, lost, failed } = await heldProgram({ mqtt: 5 });
  for (const payload of ["a", "b", "c"]) broker.publish("held/x", payload, { qos });
  await pass(SECOND);
  held[0]?.reject(failure);
  held[1]?.reject("any value");
  held[2]?.reject(Object.assign(new Error(), { reasonCode: 0 }));
  await pass(SECOND);
  expect(said).toEqual([`${answer} 1 151`, `${answer} 2 128`, `${answer} 3 128`]);
  expect(failed.slice(0, 2)).toEqual([
    ["held/x", failure],
    ["held/x", "any value"],
  ]);
  broker.publish("held/x", "d", { qos });
  await pass(SECOND);
  held[3]?.resolve();
  await pass(SECOND);
  expect([said[3], lost, broker.breaches]).toEqual([`${answer} 4`, [], []]);
});

test.each([1, 2] as const)("a failed handler receives its message at QoS %i again in 3.1.1", async (qos) => {
  const { broker, pass, held, said, lost, payloads } = await heldProgram();
  for (const payload of ["a", "b", "c"]) broker.publish("held/x", payload, { qos });
  await pass(SECOND);
  held[1]?.reject(failure);
  await pass(SECOND);
  expect([said, lost]).toEqual([[], []]);
  held[0]?.resolve();
  await pass(5 * SECOND);
  expect(lost).toEqual(["a handler failed: connecting again, for the broker to send its message once more"]);
  expect(payloads()).toEqual(["a", "b", "c", "b", ...(qos === 1 ? ["c"] : [])]);
  for (const { resolve } of held) resolve();
  await pass(2 * SECOND);
  expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
});

test("in a clean session a failed handler's message is acknowledged and reported", async () => {
  const { broker, pass, held, said, lost, failed } = await heldProgram({ session: "clean" });
  broker.publish("held/x", "a", { qos: 1 });
  await pass(SECOND);
  held[0]?.reject(failure);
  await pass(SECOND);
  expect([said, lost, failed]).toEqual([["puback 1"], [], [["held/x", failure]]]);
});

test("a handler that always fails is called after growing pauses", async () => {
  const { broker, client, pass, failed } = await heldProgram();
  client.subscribe("poison", () => Promise.reject(failure), { acknowledge: "resolved" });
  await pass(SECOND);
  broker.publish("poison", "a", { qos: 1 });
  await pass(10 * 60 * SECOND);
  expect(failed.length).toBeGreaterThan(5);
  expect(failed.length).toBeLessThan(60);
});

test("a handler that throws an unprintable value rejects only its message", async () => {
  const { broker, client, pass, said, failed } = await heldProgram({ mqtt: 5 });
  const textless = Object.create(null);
  client.subscribe("odd", ({ payload }) => (payload === "a" ? Promise.reject(textless) : undefined), {
    acknowledge: "resolved",
  });
  await pass(SECOND);
  for (const payload of ["a", "b"]) broker.publish("odd", payload, { qos: 1 });
  await pass(SECOND);
  expect([failed, said]).toEqual([[["odd", textless]], ["puback 1 128", "puback 2"]]);
});

test("a handler that throws is reported as failed, also at QoS 0", async () => {
  const { broker, client, pass, said, failed } = await heldProgram({ mqtt: 5 });
  const thrown = () => {
    throw failure;
  };
  client.subscribe("thrown", thrown, { acknowledge: "resolved" });
  await pass(SECOND);
  for (const qos of [0, 1] as const) broker.publish("thrown", "a", { qos });
  await pass(SECOND);
  expect([failed, said]).toEqual([
    [
      ["thrown", failure],
      ["thrown", failure],
    ],
    ["puback 1 151"],
  ]);
});

describe.each([3, 5] as const)("handlers without acknowledgement after completion, with mqtt: %i", (mqtt) => {
  /** A service that understands JSON alone, and one who asks it. */
  async function service(options: Partial<NodeClientOptions>) {
    const { broker, pass, start } = program();
    const replies = start({ id: "replies", mqtt, ...options });
    replies.reply("double", ({ payload }) => `${JSON.parse(payload) * 2}`);
    replies.subscribe("rejects", async ({ payload }) => void JSON.parse(payload));
    const asks = start({ id: "asks", mqtt });
    await pass(SECOND);
    return { broker, pass, asks, replies };
  }

  test("a failed handler is reported, and the next requests are answered", async () => {
    const failed: string[] = [];
    const handlerFailed = (topic: string, error: unknown) => void failed.push(`${topic}: ${error}`);
    const { broker, pass, asks, replies } = await service({ handlerFailed });
    replies.subscribe("throws", ({ payload }) => JSON.parse(payload));
    await pass(SECOND);
    const bad = endOf(asks.request("double", "{", { timeoutMs: SECOND }));
    void asks.send("rejects", "{");
    void asks.send("throws", "{");
    const good = endOf(asks.request("double", "21"));
    await pass(5 * SECOND);
    expect(good.value).toMatchObject({ payload: "42" });
    expect(bad.error).toMatchObject({ name: "RequestError" });
    const words = failed.map((line) =>
      line.replace(/^requests\/asks\/[^/]+\//, "").replace(/Error: .+/, "Error"),
    );
    expect(words.sort()).toEqual(["double", "rejects", "throws"].map((topic) => `${topic}: SyntaxError`));
    expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
  });

  test("without a listener, a rejection stays unhandled in the program", async () => {
    const ends = unhandled();
    const { pass, asks } = await service({});
    const bad = endOf(asks.request("double", "{", { timeoutMs: SECOND }));
    void asks.send("rejects", "{");
    await pass(5 * SECOND);
    expect(ends.map((error) => (error as Error).name)).toEqual(["SyntaxError", "SyntaxError"]);
    expect(bad.error).toMatchObject({ name: "RequestError" });
  });
});

/** Rejections that nobody handles, until the test ends. */
function unhandled(): unknown[] {
  const ends: unknown[] = [];
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (error) => void ends.push(error));
  onTestFinished(() => {
    process.removeAllListeners("unhandledRejection");
    for (const listener of others) process.on("unhandledRejection", listener);
  });
  return ends;
}
