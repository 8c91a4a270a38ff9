// A broker refuses one message or one filter, and the connection goes on (MQTT 5.0, 4.13.2).
import { expect, test } from "vitest";
import { endOf, SECOND } from "../program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

test.each([
  [1, "puback"],
  [2, "pubrec"],
] as const)("a message at QoS %i that %s refuses is dropped", async (qos, cmd) => {
  const dropped: string[][] = [];
  const { pass, start, words, hangUp } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0 }),
    answers: (packet) =>
      packet.cmd === "publish" ? [{ cmd, messageId: packet.messageId, reasonCode: 0x87 }] : undefined,
  });
  const client = start({ session: "persistent", dropped: (...what) => void dropped.push(what) });
  await pass(SECOND);
  const sent = endOf(client.send("sent", "x", { qos }));
  client.publish(client.prepare("published", { qos }), "x");
  await pass(SECOND);
  const why = "the broker refused it: not authorized; let this user in, or set another";
  expect([String(sent.error), dropped]).toEqual([
    `SendError: The message to sent was dropped: ${why}.`,
    [["published", why]],
  ]);
  hangUp();
  await pass(5 * SECOND);
  expect([words(1), client.counters().connects]).toEqual([[], 2]);
});

test.each(["puback", "pubrec"] as const)("no matching subscriber is no refusal in %s", async (cmd) => {
  const { pass, start } = scriptedBroker({
    answers: (packet) =>
      packet.cmd === "publish" ? [{ cmd, messageId: packet.messageId, reasonCode: 0x10 }] : undefined,
  });
  const client = start({ session: "persistent" });
  const sent = endOf(client.send("t", "x", { qos: cmd === "puback" ? 1 : 2 }));
  await pass(5 * SECOND);
  expect([sent.error, sent.value]).toEqual([undefined, { id: expect.any(Number) }]);
});

test("a PUBCOMP that knows no such message ends its handshake", async () => {
  const { pass, start } = scriptedBroker({
    answers: ({ cmd, messageId }) =>
      cmd === "pubrel" ? [{ cmd: "pubcomp", messageId, reasonCode: 0x92 }] : undefined,
  });
  const client = start({ session: "persistent" });
  const sent = endOf(client.send("t", "x", { qos: 2 }));
  await pass(5 * SECOND);
  expect([sent.value, client.counters().connects]).toEqual([{ id: expect.any(Number) }, 1]);
});

test("of several filters the refused ones are named, and the others stand", async () => {
  const refused: string[] = [];
  const heard: string[] = [];
  const { pass, start, say } = scriptedBroker({
    answers: ({ cmd, messageId }) =>
      cmd === "subscribe" ? [{ cmd: "suback", messageId, granted: [1, 0x87, 0x8f] }] : undefined,
  });
  const client = start({ subscriptionRefused: (filter) => void refused.push(filter) });
  const granted = endOf(client.subscribe(["a", "b", "c"], ({ payload }) => void heard.push(payload)));
  await pass(SECOND);
  say({ cmd: "publish", topic: "a", payload: "x", qos: 0, dup: false, retain: false });
  await pass(SECOND);
  expect([String(granted.error), refused, heard, client.isConnected()]).toEqual([
    "SubscriptionError: The subscription b was refused by the broker.",
    ["b", "c"],
    ["x"],
    true,
  ]);
});

test("an UNSUBACK that knows no such subscription ends it", async () => {
  const { pass, start } = scriptedBroker({
    answers: ({ cmd, messageId }) =>
      cmd === "unsubscribe" ? [{ cmd: "unsuback", messageId, granted: [0x11] }] : undefined,
  });
  const client = start();
  client.subscribe("a", () => {});
  await pass(SECOND);
  const ended = endOf(client.unsubscribe("a"));
  await pass(SECOND);
  expect([ended, client.isConnected()]).toEqual([{ value: undefined }, true]);
  expect("value" in ended).toBe(true);
});

test("after a refusing PUBREC the same identifier is a new message", async () => {
  const heard: string[] = [];
  const { pass, start, say, words } = scriptedBroker({
    answers: ({ cmd }) => (cmd === "pubrec" ? [] : undefined),
  });
  start({ session: "persistent", handlerFailed: () => {} }).subscribe(
    "a",
    async ({ payload }) => {
      heard.push(payload);
      if (payload === "1") throw new Error("no");
    },
    { qos: 2, acknowledge: "resolved" },
  );
  await pass(SECOND);
  for (const payload of ["1", "2"]) {
    say({ cmd: "publish", topic: "a", payload, qos: 2, messageId: 7, dup: false, retain: false });
    await pass(SECOND);
  }
  expect([heard, words().slice(1)]).toEqual([
    ["1", "2"],
    [expect.stringMatching(/^pubrec 7 0x[89a-f]/), "pubrec 7"],
  ]);
});

test("an UNSUBACK that refuses is told, and leaves the connection", async () => {
  const { pass, start } = scriptedBroker({
    answers: ({ cmd, messageId }) =>
      cmd === "unsubscribe" ? [{ cmd: "unsuback", messageId, granted: [0x87] }] : undefined,
  });
  const client = start();
  client.subscribe("a", () => {});
  await pass(SECOND);
  const ended = endOf(client.unsubscribe("a"));
  await pass(30 * SECOND);
  expect(String(ended.error)).toBe(
    "SubscriptionError: The subscription a is not ended: the broker refuses it, not authorized; let this user in, or set another.",
  );
  expect([client.isConnected(), client.counters().connects]).toEqual([true, 1]);
});
