// Requests and answers of programs, in both versions of MQTT.
import { describe, expect, test } from "vitest";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { endOf, program, SECOND } from "./program-client.ts";

/** A program that asks, one that answers requests to "double", and a third that may do either. */
async function asking(mqtt: 3 | 5) {
  const { broker, world, pass, start } = program();
  const asker = start({ id: "asks", mqtt });
  // What is asked while it is away waits for it.
  const answerer = start({ id: "answers", mqtt, session: "persistent" });
  answerer.reply("double", ({ payload }) => `${2 * Number(payload)}`);
  await pass(SECOND);
  return { broker, world, pass, start, asker, answerer };
}

describe.each([3, 5] as const)("MQTT %i", (mqtt) => {
  test.each([0, 1, 2] as const)("each of several requests at QoS %i receives its own answer", async (qos) => {
    const { broker, pass, asker } = await asking(mqtt);
    const answers = [1, 2, 3].map((number) => endOf(asker.request("double", `${number}`, { qos })));
    await pass(10 * SECOND);
    expect(answers.map(({ value }) => (value as NodeMessage).payload)).toEqual(["2", "4", "6"]);
    expect([broker.breaches, asker.counters()]).toMatchObject([[], { repeatedAnswers: 0, lateAnswers: 0 }]);
  });

  test("an answer by a promise, or of bytes, arrives unchanged", async () => {
    const { pass, asker, answerer } = await asking(mqtt);
    answerer.reply("bytes", async () => new Uint8Array([0, 255]));
    const end = endOf(asker.request("bytes", ""));
    await pass(5 * SECOND);
    expect([...(end.value as NodeMessage).bytes]).toEqual([0, 255]);
  });

  test("an unanswered request rejects at its deadline; its late answer is counted", async () => {
    const { pass, start, asker } = await asking(mqtt);
    let answerNow = (_payload: string) => {};
    start({ id: "slow", mqtt }).reply("slow", () => new Promise((resolve) => (answerNow = resolve)));
    await pass(SECOND);
    const end = endOf(asker.request("slow", "1", { timeoutMs: 3000 }));
    await pass(5 * SECOND);
    expect(end).toMatchObject({ error: { message: "The request to slow was not answered within 3000 ms." } });
    answerNow("late");
    await pass(5 * SECOND);
    expect(asker.counters()).toMatchObject({ lateAnswers: 1, repeatedAnswers: 0 });
  });

  test("the first of two answers resolves the request", async () => {
    const { pass, start, asker } = await asking(mqtt);
    start({ id: "other", mqtt }).reply("double", () => "other");
    await pass(SECOND);
    const end = endOf(asker.request("double", "4"));
    await pass(5 * SECOND);
    expect(["8", "other"]).toContain((end.value as NodeMessage).payload);
    expect(asker.counters()).toMatchObject({ repeatedAnswers: 1, lateAnswers: 0 });
  });

  test("an answer without a request resolves nothing", async () => {
    const { pass, start, asker } = await asking(mqtt);
    const otherClient = start({ id: "other", mqtt });
    const end = endOf(asker.request("unanswered", "", { timeoutMs: 60_000 }));
    await pass(5 * SECOND);
    for (const correlationData of [undefined, new Uint8Array(8)])
      endOf(
        otherClient.send("answers/asks", "wrong", {
          properties: { ...(correlationData && { correlationData }) },
        }),
      );
    await pass(5 * SECOND);
    expect(end).toEqual({});
    expect(asker.counters()).toMatchObject({ repeatedAnswers: 0, lateAnswers: 0 });
  });

  test("a request survives a lost link", async () => {
    const { world, pass, asker } = await asking(mqtt);
    world.setNetwork(false);
    await pass(SECOND);
    const end = endOf(asker.request("double", "4", { timeoutMs: 120_000 }));
    await pass(SECOND);
    world.setNetwork(true);
    await pass(90 * SECOND);
    expect((end.value as NodeMessage).payload).toBe("8");
  });

  test("a request past its deadline is never sent", async () => {
    const { world, pass, asker, answerer } = await asking(mqtt);
    const heard: string[] = [];
    answerer.reply("count", ({ payload }) => void heard.push(payload));
    await pass(SECOND);
    world.setNetwork(false);
    await pass(SECOND);
    const end = endOf(asker.request("count", "1", { timeoutMs: 3000 }));
    await pass(5 * SECOND);
    world.setNetwork(true);
    await pass(90 * SECOND);
    expect([end, heard]).toMatchObject([{ error: { name: "RequestError" } }, []]);
  });

  test("an aborted request rejects with its signal's reason", async () => {
    const { pass, asker } = await asking(mqtt);
    const unwanted = new AbortController();
    const end = endOf(asker.request("nobody", "1", { signal: unwanted.signal }));
    await pass(SECOND);
    unwanted.abort("not wanted");
    await pass(SECOND);
    expect(end).toEqual({ error: "not wanted" });
  });

  test.each([
    [42, "42"],
    [null, "null"],
    [{ count: 1 }, "a record"],
  ])("an answer %j, neither text nor bytes, is reported as dropped", async (answer, shown) => {
    const { pass, start, asker } = await asking(mqtt);
    const dropped: string[] = [];
    const replier = start({ id: "count", mqtt, dropped: (_topic, why) => dropped.push(why) });
    replier.reply("count", () => answer as never);
    await pass(SECOND);
    asker.request("count", "").catch(() => {});
    await pass(5 * SECOND);
    expect(dropped).toEqual([
      `the answer is not sent: it is ${shown}; it is text (String(value), or JSON.stringify(value)) or bytes (a Uint8Array)`,
    ]);
  });

  test("a message without a response topic receives no answer", async () => {
    const { broker, pass, start } = await asking(mqtt);
    const otherClient = start({ id: "tells" });
    await pass(SECOND);
    await Promise.all([otherClient.send("double", "4"), pass(5 * SECOND)]);
    expect(broker.breaches).toEqual([]);
  });

  test("open requests reject when their client ends", async () => {
    const { pass, asker } = await asking(mqtt);
    const end = endOf(asker.request("nobody", "1"));
    asker.kill();
    await pass(0);
    expect(end).toMatchObject({
      error: {
        name: "RequestError",
        message: "The request to nobody was not answered before its client ended.",
      },
    });
  });

  test("a thousand requests may be open; one more is refused", async () => {
    const { pass, asker } = await asking(mqtt);
    const ends = Array.from({ length: 1001 }, () => endOf(asker.request("nobody", "", { qos: 0 })));
    await pass(SECOND);
    expect(ends.filter((end) => end.error !== undefined)).toEqual([
      {
        error: expect.objectContaining({
          message: "The request to nobody was refused: 1000 wait for their answers.",
        }),
      },
    ]);
  });
});

describe("faulty arguments of requests", () => {
  test.each([
    [3, "a", { properties: {} }, "The option properties needs MQTT 5.0: give the client mqtt: 5."],
    [5, "a/#", {}, "The topic"],
    [5, "a", { timeoutMs: 0 }, "The option timeoutMs is 0; it is a whole number from 1 to 2147483647."],
    [
      5,
      "a",
      { properties: { responseTopic: "b" } },
      "it is a record without responseTopic and correlationData",
    ],
  ] as const)(
    "a fault is refused at the call in MQTT %i, request to %s: %o",
    async (mqtt, topic, options, fault) => {
      const client = program().start({ mqtt });
      await expect(client.request(topic, "", options as never)).rejects.toThrow(fault);
    },
  );

  test("a faulty argument of reply() is refused at the call", () => {
    const { start } = program();
    expect(() => start().reply("a/#/b", () => "")).toThrow("The filter");
    expect(() => start({ id: "c" }).reply(["a"] as never, () => "")).toThrow("a filter is text");
    expect(() => start({ id: "d" }).reply("a".repeat(65_523), () => "")).toThrow(
      "is 65536 bytes long after requests/+/+/, and a filter at most 65535; shorten it.",
    );
    expect(() => start({ id: "b", mqtt: 5 }).reply("a", 7 as never)).toThrow("it is a function");
  });
});
