// A broker refuses one message or one filter, and the connection goes on (MQTT 5.0, 4.13.2).
import { expect, test } from "vitest";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

test.each([
  [1, "puback"],
  [2, "pubrec"],
] as const)("a message at QoS %i refused with %s is dropped", async (qos, cmd) => {
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

test.each(["puback", "pubrec"] as const)("no matching subscribers is no refusal in %s", async (cmd) => {
  const { pass, start } = scriptedBroker({
    answers: (packet) =>
      packet.cmd === "publish" ? [{ cmd, messageId: packet.messageId, reasonCode: 0x10 }] : undefined,
  });
  const client = start({ session: "persistent" });
  const sent = endOf(client.send("t", "x", { qos: cmd === "puback" ? 1 : 2 }));
  await pass(5 * SECOND);
  expect([sent.error, sent.value]).toEqual([undefined, { id: expect.any(Number), reasonCode: 0x10 }]);
});

test("a PUBCOMP for an unknown message completes the handshake", async () => {
  const { pass, start } = scriptedBroker({
    answers: ({ cmd, messageId }) =>
      cmd === "pubrel" ? [{ cmd: "pubcomp", messageId, reasonCode: 0x92 }] : undefined,
  });
  const client = start({ session: "persistent" });
  const sent = endOf(client.send("t", "x", { qos: 2 }));
  await pass(5 * SECOND);
  expect([sent.value, client.counters().connects]).toEqual([{ id: expect.any(Number) }, 1]);
});

test("refused filters are named, and the others stay", async () => {
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
    "SubscriptionError: The subscription b was refused by the broker: not authorized; let this user in, or set another.",
    ["b", "c"],
    ["x"],
    true,
  ]);
});

test("an UNSUBACK for an unknown subscription ends it", async () => {
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

test("an identifier is new after a refusing PUBREC", async () => {
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

test("a refusing UNSUBACK is reported and keeps the connection", async () => {
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

/** A client whose broker answers every PUBLISH, SUBSCRIBE and UNSUBSCRIBE with this code and these words. */
function refusing(reasonCode: number, reasonString: string) {
  const properties = { reasonString };
  const answerTo: Record<string, object> = {
    publish: { cmd: "puback", reasonCode, properties },
    subscribe: {
      cmd: "suback",
      granted: [reasonCode],
      properties: { reasonString: `${reasonString}, all of them` },
    },
    unsubscribe: { cmd: "unsuback", granted: [reasonCode], properties },
  };
  const lines: string[] = [];
  const dropped: string[] = [];
  const { pass, start, world } = scriptedBroker({
    answers: (packet) => {
      const answer = answerTo[packet.cmd];
      return answer && [{ ...answer, messageId: packet.messageId } as never];
    },
  });
  world.log = (line) => void lines.push(line);
  const client = start({ dropped: (topic, why) => void dropped.push(`${topic}: ${why}`) });
  return { client, pass, lines, dropped };
}

test("errors carry the broker's code and reason string", async () => {
  const { client, pass, lines, dropped } = refusing(0x87, "Zähler gesperrt");
  await pass(SECOND);
  const sent = endOf(client.send("t", "x", { qos: 1 }));
  client.publish(client.prepare("u", { qos: 1 }), "x");
  const subscribed = endOf(client.subscribe("f", () => {}));
  await pass(SECOND);
  const ended = endOf(client.unsubscribe("f"));
  await pass(SECOND);
  const name = "not authorized; let this user in, or set another";
  const reasonString = "Zähler gesperrt";
  const why = `${name} (${reasonString})`;
  const whyNoFilter = `${name} (${reasonString}, all of them)`;
  expect([sent.error, subscribed.error, ended.error]).toMatchObject([
    { reasonString, message: `The message to t was dropped: the broker refused it: ${why}.` },
    { message: `The subscription f was refused by the broker: ${whyNoFilter}.` },
    { reasonString, message: `The subscription f is not ended: the broker refuses it, ${why}.` },
  ]);
  for (const { error } of [sent, subscribed, ended]) expect(error).toMatchObject({ reasonCode: 0x87 });
  expect(dropped).toEqual([`u: the broker refused it: ${why}`]);
  expect(lines).toContain(`broker refused the subscription f: ${whyNoFilter}`);
});

test("a broker's reason string becomes one short clean line", async () => {
  const { client, pass } = refusing(0x97, `\u001b[2J\r\n\u009b\u202e${"😀".repeat(5000)}`);
  await pass(SECOND);
  const sent = endOf(client.send("t", "x", { qos: 1 }));
  await pass(SECOND);
  const { reasonString, message } = sent.error as { reasonString: string; message: string };
  expect(reasonString).toBe(`\\x1b[2J\\x0d\\x0a\\x9b\\u202e${"😀".repeat(174)}…`);
  expect([...reasonString]).toHaveLength(200);
  expect(message).toBe(
    `The message to t was dropped: the broker refused it: quota exceeded (${reasonString}).`,
  );
});

test("an error without a reason string carries the code alone", async () => {
  const { client, pass } = refusing(0x99, "");
  await pass(SECOND);
  const sent = endOf(client.send("t", "x", { qos: 1 }));
  await pass(SECOND);
  expect(sent.error).toMatchObject({ reasonCode: 0x99, reasonString: undefined });
});

test("a reason string never appears in a later error", async () => {
  const { pass, start, hangUp } = scriptedBroker({
    connack: (connection) =>
      connection === 0 ? {} : { sessionPresent: true, properties: { maximumQoS: 0 } as never },
    answers: (packet) => {
      if (packet.cmd !== "publish") return undefined;
      const { messageId, payload } = packet;
      if (String(payload) === "kept") return [];
      return [{ cmd: "puback", messageId, reasonCode: 0x97, properties: { reasonString: "no" } }];
    },
  });
  const client = start({ session: "persistent" });
  await pass(SECOND);
  const kept = endOf(client.send("t", "kept", { qos: 1 }));
  const refused = endOf(client.send("t", "x", { qos: 1 }));
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  expect([refused.error, kept.error]).toMatchObject([
    { reasonCode: 0x97, reasonString: "no" },
    {
      reasonCode: undefined,
      reasonString: undefined,
      why: "was dropped: the broker refused it: it takes messages up to QoS 0",
    },
  ]);
});
