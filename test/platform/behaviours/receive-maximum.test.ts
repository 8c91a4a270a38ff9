// Receive Maximum of a broker (MQTT 5.0, 4.9): how many messages of a program are out at once.
import { expect, test } from "vitest";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

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

test("on a resumed session a smaller Receive Maximum holds repeats back", async () => {
  const { pass, start, words, hangUp, say } = scriptedBroker({
    connack: (connection) =>
      connection === 0 ? {} : { sessionPresent: true, properties: { receiveMaximum: 2 } },
    answers: ({ cmd }) => (cmd === "publish" ? [] : undefined),
  });
  const client = start({ session: "persistent" });
  for (const payload of ["1", "2", "3", "4"]) client.send("t", payload).catch(() => {});
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  expect(payloads(words(1))).toEqual(["1", "2"]);
  say({ cmd: "puback", messageId: Number(words(1)[0]?.split(" ")[1]) });
  await pass(SECOND);
  expect(payloads(words(1))).toEqual(["1", "2", "3"]);
});

test("a used-up Receive Maximum holds back no answer, filter or ping", async () => {
  const { pass, start, words, heard, say } = scriptedBroker({
    connack: () => ({ properties: { receiveMaximum: 1 } }),
    answers: ({ cmd }) => (cmd === "publish" ? [] : undefined),
  });
  const client = start({ session: "persistent", keepAlive: 4 });
  await pass(100);
  client.send("t", "x", { qos: 2 }).catch(() => {});
  await pass(100);
  client.subscribe("a", () => {}, 2);
  await pass(100);
  for (const [qos, messageId] of [
    [1, 7],
    [2, 8],
  ] as const)
    say({ cmd: "publish", topic: "a", payload: "x", qos, messageId, dup: false, retain: false });
  await pass(100);
  say({ cmd: "pubrec", messageId: Number(words()[0]?.split(" ")[1]) });
  await pass(5 * SECOND);
  expect(
    words()
      .slice(1)
      .map((word) => word.split(" ")[0]),
  ).toEqual(["subscribe", "puback", "pubrec", "pubcomp", "pubrel"]);
  expect(heard[0]?.some(({ cmd }) => cmd === "pingreq")).toBe(true);
});

const payloads = (words: readonly string[]) =>
  words.filter((word) => word.startsWith("publish")).map((word) => /=(\w*)/.exec(word)?.[1]);
