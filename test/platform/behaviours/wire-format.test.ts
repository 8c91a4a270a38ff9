// Lengths, texts and short forms of packets (MQTT 3.1.1 and 5.0, 1.5 and 2.1), as a program meets them.
import { describe, expect, test } from "vitest";
import type { NodeMessage } from "../../../src/client/subscriptions/message.ts";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

const bytesOf = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** Subscribed to all; then comes what `bytes` are. */
async function given(mqtt: 3 | 5, ...bytes: number[]) {
  const broker = scriptedBroker({ mqtt });
  const heard: NodeMessage[] = [];
  const lost: string[] = [];
  const client = broker.start({ session: "persistent", lost: ({ reason }) => void lost.push(reason) });
  client.subscribe("#", (message) => void heard.push(message), 2);
  await broker.pass(SECOND);
  broker.sayBytes(...bytes);
  await broker.pass(10);
  return { ...broker, client, heard, lost, said: broker.words(0).slice(1) };
}

test("a remaining length of five bytes is malformed in 5.0", async () => {
  const { said } = await given(5, 0x30, 0x84, 0x80, 0x80, 0x80, 0x00, 0, 1, 0x61, 0);
  expect(said).toEqual(["disconnect 0x81"]);
});

test("a length too long in bytes is malformed in 5.0", async () => {
  expect((await given(5, 0x30, 5, 0, 1, 0x61, 0x80, 0)).said).toEqual(["disconnect 0x81"]);
  const { heard, lost } = await given(3, 0x30, 0x84, 0, 0, 1, 0x61, 0x78);
  expect([heard.map(({ payload }) => payload), lost]).toEqual([["x"], []]);
});

test("Maximum Packet Size holds to the byte", async () => {
  const { pass, start, words } = scriptedBroker({
    connack: () => ({ properties: { maximumPacketSize: 50 } }),
  });
  const client = start();
  await pass(SECOND);
  // Two bytes of header, three of the topic, two of the identifier, one of no properties.
  const [fits, exceeds] = [42, 43].map((length) => endOf(client.send("t", "x".repeat(length))));
  await pass(SECOND);
  expect([words().length, fits?.error, `${exceeds?.error}`]).toEqual([
    1,
    undefined,
    "SendError: The message to t was refused: too long.",
  ]);
});

test.each([
  ["send", "a\0b"],
  ["send", ""],
  ["send", "x".repeat(65_536)],
  ["prepare", "a\0b"],
  ["prepare", ""],
  ["prepare", "x".repeat(65_536)],
  ["subscribe", "a\0b"],
  ["subscribe", "x".repeat(65_536)],
] as const)("%s refuses a topic that no packet has: %#", async (call, topic) => {
  const { pass, start, words } = scriptedBroker();
  const client = start();
  await pass(SECOND);
  const act = async () =>
    call === "send"
      ? client.send(topic, "x")
      : call === "prepare"
        ? client.prepare(topic)
        : client.subscribe(topic, () => {});
  await expect(act()).rejects.toThrow(/cannot be/);
  await pass(SECOND);
  expect(words()).toEqual([]);
});

test("topics and filters of 65,535 bytes go out and come in", async () => {
  const { pass, start, words, say } = scriptedBroker();
  const client = start();
  const longest = "x".repeat(65_535);
  const heard: number[] = [];
  client.subscribe(longest, ({ topic }) => void heard.push(topic.length));
  const sent = endOf(client.send(longest, "x"));
  await pass(SECOND);
  say({ cmd: "publish", topic: longest, payload: "x", qos: 0, dup: false, retain: false });
  await pass(SECOND);
  expect([words().length, heard, sent.error]).toEqual([2, [65_535], undefined]);
});

test("byte order mark and accents stay in topics", async () => {
  const { pass, start, heard, say } = scriptedBroker();
  const client = start();
  const taken: string[] = [];
  client.subscribe(["\ufeffa", "\u00e9"], ({ topic }) => void taken.push(topic));
  client.send("\ufeffa", "x").catch(() => {});
  await pass(SECOND);
  for (const topic of ["a", "\ufeffa", "e\u0301", "\u00e9"])
    say({ cmd: "publish", topic, payload: "x", qos: 0, dup: false, retain: false });
  await pass(SECOND);
  expect(taken).toEqual(["\ufeffa", "\u00e9"]);
  expect(heard[0]?.find(({ cmd }) => cmd === "publish")).toMatchObject({ topic: "\ufeffa" });
});

describe("answers in their short forms", () => {
  test.each([
    ["PUBACK", 1, [[0x40, 2]]],
    ["PUBACK", 1, [[0x40, 3]]],
    ["PUBACK", 1, [[0x40, 4]]],
    [
      "PUBREC and PUBCOMP",
      2,
      [
        [0x50, 2],
        [0x70, 2],
      ],
    ],
    [
      "PUBREC and PUBCOMP",
      2,
      [
        [0x50, 3],
        [0x70, 3],
      ],
    ],
  ] as const)("%s at QoS %i are taken: %j", async (_names, qos, answers) => {
    const { pass, start, words, sayBytes } = scriptedBroker({
      answers: ({ cmd }) => (cmd === "publish" || cmd === "pubrel" ? [] : undefined),
    });
    const client = start({ session: "persistent" });
    const sent = endOf(client.send("t", "x", { qos }));
    await pass(SECOND);
    const id = Number(words()[0]?.split(" ")[1]);
    for (const [header, length] of answers) {
      sayBytes(header, length, id >> 8, id & 255, ...[0, 0].slice(0, length - 2));
      await pass(SECOND);
    }
    expect([sent.value, client.counters().connects]).toEqual([{ id }, 1]);
  });

  test.each([
    [[0xe0, 0], 0],
    [[0xe0, 1, 0x8b], 0x8b],
  ])("DISCONNECT is taken: %j", async (bytes, code) => {
    const { pass, start, sayBytes } = scriptedBroker();
    const codes: unknown[] = [];
    start({ lost: ({ reasonCode }) => void codes.push(reasonCode) });
    await pass(SECOND);
    sayBytes(...bytes);
    await pass(10);
    expect(codes).toEqual([code]);
  });

  test("PUBREL without a reason is answered", async () => {
    const publish = [0x34, 7, 0, 1, 0x61, 0, 9, 0, 0x78];
    const { said } = await given(5, ...publish, 0x62, 2, 0, 9);
    // The script releases it too.
    expect(said.slice(0, 2)).toEqual(["pubrec 9", "pubcomp 9"]);
  });
});

test("a message of two Subscription Identifiers is delivered", async () => {
  const { heard, lost } = await given(5, 0x30, 9, 0, 1, 0x61, 4, 0x0b, 1, 0x0b, 2, 0x78);
  expect([heard.map(({ payload }) => payload), lost]).toEqual([["x"], []]);
});

test("copies with a Subscription Identifier each come once to each handler", async () => {
  const { pass, start, say } = scriptedBroker();
  const client = start();
  const heard: string[] = [];
  for (const filter of ["a", "+"])
    client.subscribe(filter, ({ payload }) => void heard.push(`${filter} ${payload}`));
  await pass(SECOND);
  for (const [payload, subscriptionIdentifier] of [["x", 2] as const, ["y", 1] as const])
    say({
      cmd: "publish",
      topic: "a",
      payload,
      qos: 0,
      dup: false,
      retain: false,
      properties: { subscriptionIdentifier },
    });
  await pass(SECOND);
  expect(heard).toEqual(["+ x", "a y"]);
});

test.each([
  ["", "an empty topic"],
  ["a/+", "a wildcard in a topic"],
])("in 3.1.1 %j, %s, ends the connection", async (topic) => {
  const { said, lost } = await given(3, 0x30, topic.length + 3, 0, topic.length, ...bytesOf(topic), 0x78);
  expect([said, lost.length]).toEqual([[], 1]);
});
