// What a broker's CONNACK limits (MQTT 5.0, 3.2.2.3), as a program meets it: on each connection anew.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PublicationOptions } from "../../../src/platform/node/client-options.ts";
import { endOf, SECOND } from "../program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

test("what CONNACK limits is told, until the next CONNACK", async () => {
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
  });
});

test("the client announces no Maximum Packet Size, and takes a long packet", async () => {
  const { pass, start, heard, say, words } = scriptedBroker();
  const lengths: number[] = [];
  start().subscribe("long", ({ bytes }) => void lengths.push(bytes.length));
  await pass(SECOND);
  expect(heard[0]?.[0]).not.toHaveProperty("properties.maximumPacketSize");
  say({ cmd: "publish", topic: "long", payload: Buffer.alloc(300_000), qos: 0, dup: false, retain: false });
  await pass(SECOND);
  expect([lengths, words().slice(1)]).toEqual([[300_000], []]);
});

test("Receive Maximum holds back QoS 1 and 2, not QoS 0", async () => {
  const { pass, start, say, words } = scriptedBroker({
    connack: () => ({ properties: { receiveMaximum: 2 } }),
    answers: ({ cmd }) => (cmd === "publish" || cmd === "pubrel" ? [] : undefined),
  });
  const client = start({ session: "persistent" });
  await pass(SECOND);
  for (const [payload, qos] of [
    ["1", 1],
    ["2", 2],
    ["3", 1],
    ["4", 1],
    ["5", 1],
    ["0", 0],
  ] as const)
    client.send("t", payload, { qos }).catch(() => {});
  await pass(SECOND);
  const [one = 0, two = 0] = words().map((word) => Number(word.split(" ")[1]));
  expect(payloads(words())).toEqual(["1", "2", "0"]);
  // A PUBREC that goes on, and the PUBREL, free nothing.
  say({ cmd: "pubrec", messageId: two });
  await pass(SECOND);
  expect(payloads(words())).toEqual(["1", "2", "0"]);
  // Whatever the reason of a PUBACK, and PUBCOMP.
  say({ cmd: "puback", messageId: one, reasonCode: 0x97 });
  await pass(SECOND);
  expect(payloads(words())).toEqual(["1", "2", "0", "3"]);
  say({ cmd: "pubcomp", messageId: two });
  await pass(SECOND);
  expect(payloads(words())).toEqual(["1", "2", "0", "3", "4"]);
});

test("a PUBREC that refuses frees one place of Receive Maximum", async () => {
  const { pass, start, words } = scriptedBroker({
    connack: () => ({ properties: { receiveMaximum: 1 } }),
    answers: ({ cmd, messageId }) =>
      cmd === "publish" ? [{ cmd: "pubrec", messageId, reasonCode: 0x97 }] : undefined,
  });
  const client = start({ session: "persistent" });
  const ends = ["a", "b"].map((payload) => endOf(client.send("t", payload, { qos: 2 })));
  await pass(5 * SECOND);
  expect([words().length, payloads(words())]).toEqual([2, ["a", "b"]]);
  const refused = "The message to t was dropped: the broker refused it: quota exceeded.";
  expect(ends).toMatchObject([{ error: { message: refused } }, { error: { message: refused } }]);
});

test("a repeated PUBREL takes no place of Receive Maximum", async () => {
  const { pass, start, hangUp, words } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0, properties: { receiveMaximum: 1 } }),
    answers: ({ cmd }, connection) => {
      const isSilent = cmd === "pubrel" ? connection === 0 : cmd === "publish" && connection === 1;
      return isSilent ? [] : undefined;
    },
  });
  const client = start({ session: "persistent" });
  client.send("t", "first", { qos: 2 }).catch(() => {});
  await pass(SECOND);
  hangUp();
  for (const payload of ["second", "third"]) client.send("t", payload).catch(() => {});
  await pass(5 * SECOND);
  // The PUBCOMP that has come since lets no third one out.
  expect([words()[0]?.split(" ")[0], payloads(words())]).toEqual(["pubrel", ["second"]]);
});

test("Receive Maximum 1 keeps the order over lost links", async () => {
  let count = 0;
  const { pass, start, heard, hangUp } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0, properties: { receiveMaximum: 1 } }),
    answers: ({ cmd }) => {
      if (cmd !== "publish" && cmd !== "pubrel") return undefined;
      count += 1;
      if (count % 3 !== 0) return undefined;
      hangUp();
      return [];
    },
  });
  const client = start({ session: "persistent", reconnect: { longest: 100 } });
  const payloads = Array.from({ length: 12 }, (_, index) => `${index}`);
  for (const [index, payload] of payloads.entries())
    client.send("t", payload, { qos: index % 2 === 0 ? 1 : 2 });
  await pass(60 * SECOND);
  const came = heard.flat().flatMap((packet) => (packet.cmd === "publish" ? [`${packet.payload}`] : []));
  expect(came.filter((payload, index) => payload !== came[index - 1])).toEqual(payloads);
  expect(heard.length).toBeGreaterThan(3);
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
  "with %o such messages are told, and others go out",
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

test("what the broker does not take of an earlier process is named", async () => {
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

test("publish() tells what the broker does not take", async () => {
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
  ["a/#", { wildcardSubscriptionAvailable: false }, 0xa2],
  ["$share/g/a", { sharedSubscriptionAvailable: false }, 0x9e],
] as const)("a subscription to %s is refused where %o", async (filter, properties, code) => {
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
    `SubscriptionError: The subscription ${filter} was refused by the broker.`,
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
  words.filter((word) => word.startsWith("publish")).map((word) => /=(\w+)/.exec(word)?.[1]);
