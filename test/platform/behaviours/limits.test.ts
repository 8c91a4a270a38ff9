// Limits of a broker's CONNACK (MQTT 5.0, 3.2.2.3), as a program meets them: on each connection anew.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PublicationOptions } from "../../../src/client/options.ts";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

test("limits of a CONNACK are reported, until the next CONNACK", async () => {
  const properties = {
    receiveMaximum: 2,
    maximumQoS: 1,
    retainAvailable: false,
    maximumPacketSize: 100,
    topicAliasMaximum: 3,
    wildcardSubscriptionAvailable: false,
    subscriptionIdentifiersAvailable: false,
    sharedSubscriptionAvailable: false,
    serverKeepAlive: 7,
    sessionExpiryInterval: 9,
  };
  const { pass, start, hangUp } = scriptedBroker({
    connack: (connection) => (connection === 0 ? { properties } : {}),
  });
  const client = start();
  await pass(SECOND);
  expect(client.brokerOffer()).toEqual({
    receiveMaximum: 2,
    maximumQos: 1,
    takesRetained: false,
    packetBytes: 100,
    topicAliases: 3,
    takesWildcards: false,
    takesSubscriptionIdentifiers: false,
    takesSharedSubscriptions: false,
    keepAlive: 7,
    sessionExpiry: 9,
    userProperties: {},
  });
  hangUp();
  await pass(5 * SECOND);
  expect(client.brokerOffer()).toEqual({
    receiveMaximum: 65_535,
    maximumQos: 2,
    takesRetained: true,
    packetBytes: undefined,
    topicAliases: 0,
    takesWildcards: true,
    takesSubscriptionIdentifiers: true,
    takesSharedSubscriptions: true,
    keepAlive: undefined,
    sessionExpiry: undefined,
    userProperties: {},
  });
});

test("the client sends no Maximum Packet Size and accepts a long packet", async () => {
  const { pass, start, heard, say, words } = scriptedBroker();
  const lengths: number[] = [];
  start().subscribe("long", ({ bytes }) => void lengths.push(bytes.length));
  await pass(SECOND);
  expect(heard[0]?.[0]).not.toHaveProperty("properties.maximumPacketSize");
  say({ cmd: "publish", topic: "long", payload: Buffer.alloc(300_000), qos: 0, dup: false, retain: false });
  await pass(SECOND);
  expect([lengths, words().slice(1)]).toEqual([[300_000], []]);
});

const TOO_LONG = "x".repeat(60);

test.each([
  [
    { maximumPacketSize: 50 },
    TOO_LONG,
    {},
    ["was dropped: the broker takes no messages of 46 bytes", "was refused: too long"],
  ],
  [
    { maximumQoS: 1 },
    "x",
    { qos: 2 },
    [
      "was dropped: the broker refused it: it takes messages up to QoS 1",
      "was refused: its broker does not take it (it takes messages up to QoS 1)",
    ],
  ],
  [
    { retainAvailable: false },
    "x",
    { retain: true },
    [
      "was dropped: the broker refused it: it keeps no retained messages",
      "was refused: its broker does not take it (it keeps no retained messages)",
    ],
  ],
] as const)(
  "with %o refused messages are reported, and others are sent",
  async (properties, payload, options, told) => {
    const { pass, start, words } = scriptedBroker({ connack: () => ({ properties }) });
    const client = start({ session: "persistent" });
    const ends = [endOf(client.send("t", payload, options)), endOf(client.send("t", "early"))];
    await pass(SECOND);
    ends.push(endOf(client.send("t", payload, options)), endOf(client.send("t", "late")));
    await pass(SECOND);
    expect(payloads(words())).toEqual(["early", "late"]);
    expect(ends).toMatchObject([
      { error: { message: `The message to t ${told[0]}.` } },
      { value: {} },
      { error: { message: `The message to t ${told[1]}.` } },
      { value: {} },
    ]);
    expect([client.isConnected(), client.counters().connects]).toEqual([true, 1]);
  },
);

test("a message whose properties make it too long rejects at once", async () => {
  const properties = { maximumPacketSize: 50 };
  const { pass, start, words } = scriptedBroker({ connack: () => ({ properties }) });
  const client = start();
  await pass(SECOND);
  const long = { contentType: "application/json+something" };
  const ends = [endOf(client.send("t", "x".repeat(30), { properties: long })), endOf(client.send("t", "x"))];
  await pass(SECOND);
  expect(payloads(words())).toEqual(["x"]);
  expect(ends).toMatchObject([{ error: { name: "SendError", topic: "t" } }, { value: { id: 4096 } }]);
  expect([ends[0]?.value, client.counters().dropped]).toEqual([undefined, 1]);
});

test("a stored message that the broker refuses is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-limits-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = { file: join(folder, "messages"), sync: false };
  const dropped: string[][] = [];
  const { pass, start, words } = scriptedBroker({ connack: () => ({ properties: { maximumQoS: 1 } }) });
  const first = start({ store, session: "persistent" });
  first.send("t", "kept", { qos: 2 }).catch(() => {});
  first.kill();
  start({ store, session: "persistent", dropped: (...what) => void dropped.push(what) });
  await pass(5 * SECOND);
  expect([words(), dropped]).toEqual([[], [["t", "the broker refused it: it takes messages up to QoS 1"]]]);
});

test("limits of a CONNACK end with their connection", async () => {
  const properties = { maximumQoS: 1, retainAvailable: false, maximumPacketSize: 50 } as const;
  const { pass, start, words, hangUp } = scriptedBroker({
    connack: (connection) => (connection === 0 ? { properties } : {}),
  });
  const client = start({ session: "persistent" });
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  const ends = [
    endOf(client.send("t", "x", { qos: 2 })),
    endOf(client.send("t", "y", { retain: true })),
    endOf(client.send("t", TOO_LONG)),
  ];
  await pass(SECOND);
  expect([payloads(words()), ends.every(({ value }) => value !== undefined)]).toEqual([
    ["x", "y", TOO_LONG],
    true,
  ]);
});

test("a message too long for the next connection is reported", async () => {
  const { pass, start, words, hangUp } = scriptedBroker({
    connack: (connection) =>
      connection === 0 ? {} : { sessionPresent: true, properties: { maximumPacketSize: 50 } },
    answers: ({ cmd }, connection) => (cmd === "publish" && connection === 0 ? [] : undefined),
  });
  const client = start({ session: "persistent" });
  const ends = [endOf(client.send("t", TOO_LONG)), endOf(client.send("t", "x"))];
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  expect([payloads(words(1)), ends[1]?.error]).toEqual([["x"], undefined]);
  expect(`${ends[0]?.error}`).toContain("was dropped: the broker takes no messages of");
});

test("a message above limits.packetBytes is skipped, reported and acknowledged", async () => {
  const skipped: unknown[][] = [];
  const heard: string[] = [];
  const { pass, start, words, say } = scriptedBroker();
  const client = start({ limits: { packetBytes: 100 }, skipped: (...what) => void skipped.push(what) });
  client.subscribe("a", ({ payload }) => void heard.push(payload));
  await pass(SECOND);
  for (const [payload, messageId] of [
    ["x".repeat(200), 7],
    ["short", 8],
  ] as const)
    say({ cmd: "publish", topic: "a", payload, qos: 1, messageId, dup: false, retain: false });
  await pass(SECOND);
  expect([skipped, heard, words().slice(1), client.counters().skipped]).toEqual([
    [["a", 209]],
    ["short"],
    ["puback 7", "puback 8"],
    1,
  ]);
});

test("a ring may be full by bytes too", async () => {
  const dropped: string[][] = [];
  const { pass, start } = scriptedBroker({ answers: () => [] });
  const client = start({ limits: { bytes: 100 }, dropped: (...what) => void dropped.push(what) });
  const news = client.prepare("t", { qos: 1 });
  expect(Array.from({ length: 4 }, () => client.publish(news, "x".repeat(30)))).toEqual([
    "kept",
    "kept",
    "kept",
    "kept",
  ]);
  await pass(SECOND);
  expect([dropped, client.counters().dropped]).toEqual([[["t", "the ring was full"]], 1]);
});

test("publish() reports what the broker does not support", async () => {
  const { pass, start, words } = scriptedBroker({
    connack: () => ({ properties: { maximumQoS: 1, retainAvailable: false, maximumPacketSize: 50 } }),
  });
  const client = start({ session: "persistent" });
  await pass(SECOND);
  const publish = (payload: string, options: PublicationOptions) =>
    client.publish(client.prepare("t", options), payload);
  expect([
    publish("x", { qos: 2 }),
    publish("x", { retain: true }),
    publish(TOO_LONG, {}),
    publish(TOO_LONG, { qos: 1 }),
    publish("x", { qos: 1 }),
    publish("y", {}),
  ]).toEqual([
    "refused: not taken",
    "refused: not taken",
    "refused: too long",
    "refused: too long",
    "kept",
    "sent",
  ]);
  await pass(SECOND);
  expect([payloads(words()), client.counters().refused]).toEqual([["x", "y"], 4]);
});

test.each([
  ["a/#", { wildcardSubscriptionAvailable: false }, 0xa2, "wildcards in subscriptions"],
  ["$share/g/a", { sharedSubscriptionAvailable: false }, 0x9e, "shared subscriptions"],
] as const)("a subscription to %s is refused where %o", async (filter, properties, code, name) => {
  const refused: string[] = [];
  const { pass, start } = scriptedBroker({
    connack: () => ({ properties }),
    answers: ({ cmd, messageId }) =>
      cmd === "subscribe" ? [{ cmd: "suback", messageId, granted: [code] }] : undefined,
  });
  const client = start({ subscriptionRefused: (which) => void refused.push(which) });
  const end = endOf(client.subscribe(filter, () => {}));
  await pass(5 * SECOND);
  expect([String(end.error), refused, client.isConnected()]).toEqual([
    `SubscriptionError: The subscription ${filter} was refused by the broker: ${name}.`,
    [filter],
    true,
  ]);
});

test.each([
  ["shorter", 2, 1.2, 2],
  ["longer", 600, 400, 600],
])("a Server Keep Alive that is %s replaces the client's", async (_which, serverKeepAlive, quiet, latest) => {
  const { world, heard, start } = scriptedBroker({ connack: () => ({ properties: { serverKeepAlive } }) });
  start({ keepAlive: 60 });
  const pings = () => heard[0]?.filter(({ cmd }) => cmd === "pingreq").length;
  world.clock.advance(quiet * SECOND);
  expect(pings()).toBe(0);
  world.clock.advance((latest - quiet) * SECOND);
  expect(pings()).toBe(1);
});

const payloads = (words: readonly string[]) =>
  words.filter((word) => word.startsWith("publish")).map((word) => /=(\w*)/.exec(word)?.[1]);
