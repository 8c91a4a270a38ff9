// Promises to a program about its subscriptions: what the broker grants, how each message
// came, and loops over messages.
import { expect, test } from "vitest";
import { SubscriptionError } from "../../src/client/faults/errors.ts";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import type { Broker } from "../../tools/sim/broker/broker.ts";
import { withholding } from "../../tools/sim/broker/misbehaviour.ts";
import { endOf, program, SECOND } from "./program-client.ts";

/** What the broker has of its first client. */
const filtersAt = (broker: Broker) => broker.sessions()[0]?.filters.map(([filter]) => filter);

test("a subscription resolves with the granted QoS, requested or lower", async () => {
  const { broker, pass, start } = program({ grants: (filter) => (filter === "low" ? 0 : 1) });
  const client = start();
  const all = [endOf(client.subscribe("high", () => {})), endOf(client.subscribe("low", () => {}, 1))];
  expect(all).toEqual([{}, {}]);
  await pass(2 * SECOND);
  expect(all).toEqual([{ value: 1 }, { value: 0 }]);
  expect(broker.breaches).toEqual([]);
});

test("several filters are subscribed together, each with its own grant", async () => {
  const { broker, pass, start } = program({ grants: (filter, qos) => (filter === "b" ? 0 : qos) });
  const client = start();
  const topics: string[] = [];
  const granted = endOf(client.subscribe(["a", "b", "c/#"], ({ topic }) => void topics.push(topic)));
  await pass(2 * SECOND);
  expect(granted).toEqual({ value: [1, 0, 1] });
  for (const topic of ["a", "b", "c/d"]) broker.publish(topic, "x");
  await pass(SECOND);
  expect(topics).toEqual(["a", "b", "c/d"]);
  const left = endOf(client.unsubscribe(["a", "b"]).then(() => "left"));
  await pass(SECOND);
  expect(left).toEqual({ value: "left" });
  expect(filtersAt(broker)).toEqual(["c/#"]);
});

test("an unhandled refusal of a subscription does not end the program", async () => {
  const { pass, start } = program({ grants: () => 0x80 });
  const client = start();
  client.subscribe("nobody/looks", () => {});
  const outcome = endOf(client.subscribe("a/#", () => {}, 2));
  const several = endOf(client.subscribe(["b", "c"], () => {}));
  await pass(2 * SECOND);
  expect(outcome.error).toBeInstanceOf(SubscriptionError);
  expect(outcome.error).toMatchObject({ filter: "a/#", asked: 2 });
  expect(String(outcome.error)).toBe("SubscriptionError: The subscription a/# was refused by the broker.");
  expect(several.error).toMatchObject({ filter: "b" });
});

test("a lost link delays a subscription's answer; the client's end rejects it", async () => {
  const { broker, pass, start } = program();
  const client = start();
  await pass(2 * SECOND);
  broker.behaviour.misbehaves = withholding("suback", "unsuback");
  const granted = endOf(client.subscribe("a", () => {}));
  await pass(SECOND);
  broker.hangUp();
  expect(granted).toEqual({});
  broker.behaviour.misbehaves = () => undefined;
  await pass(5 * SECOND);
  expect(granted).toEqual({ value: 1 });

  broker.behaviour.misbehaves = withholding("suback", "unsuback");
  const [never, left] = [
    endOf(client.subscribe("b", () => {})),
    endOf(client.unsubscribe("a").then(() => 0)),
  ];
  await pass(SECOND);
  client.kill();
  await pass(SECOND);
  expect(String(never.error)).toContain("b was not granted before its client ended");
  expect(left).toEqual({ value: 0 });
});

test("every call on an ended client rejects immediately", async () => {
  const { pass, start } = program();
  const client = start();
  client.subscribe("held", () => {});
  await pass(2 * SECOND);
  client.kill();
  const asked = {
    subscribe: client.subscribe("a", () => {}),
    several: client.subscribe(["a", "b"], () => {}),
    inParts: client.subscribeInParts("a", () => {}),
    messages: client
      .messages("a")
      .next()
      .then(({ done }) => done === true && "ended"),
    reply: client.reply("a", () => "x"),
    request: client.request("a", "x", { timeoutMs: 1000 }),
    send: client.send("a", "x"),
    untilConnected: client.untilConnected(),
    unsubscribe: client.unsubscribe("held").then(() => "ended"),
  };
  const answers = Object.entries(asked).map(
    ([call, answer]) => [call, endOf(answer as Promise<unknown>)] as const,
  );
  await pass(0);
  expect(
    Object.fromEntries(answers.map(([call, { value, error }]) => [call, value ?? String(error)])),
  ).toEqual({
    ...Object.fromEntries(Object.keys(asked).map((call) => [call, expect.stringMatching(/client.* ended/)])),
    messages: "ended",
    unsubscribe: "ended",
  });
});

test("a subscription ended before its grant rejects", async () => {
  const { pass, start } = program();
  const client = start();
  const granted = endOf(client.subscribe("a", () => {}));
  const left = endOf(client.unsubscribe("a").then(() => "left"));
  await pass(0);
  expect(String(granted.error)).toContain("a was ended before the broker had granted it");
  expect(left).toEqual({ value: "left" });
});

test("a filter of a kept session is unsubscribed and confirmed", async () => {
  const { broker, pass, start } = program();
  const first = start({ session: "persistent" });
  first.subscribe(["old/#", "still"], () => {});
  await pass(2 * SECOND);
  await Promise.all([first.stop(), pass(SECOND)]);

  const second = start({ session: "persistent" });
  second.subscribe("still", () => {});
  const left = endOf(second.unsubscribe("old/#").then(() => "left"));
  await pass(2 * SECOND);
  expect(left).toEqual({ value: "left" });
  expect(filtersAt(broker)).toEqual(["still"]);
  expect(broker.breaches).toEqual([]);
});

test("a message carries its QoS, its identifier and its DUP flag", async () => {
  const { broker, pass, start } = program();
  const client = start();
  const taken: NodeMessage[] = [];
  client.subscribe(["a", "b/+"], (message) => void taken.push(message), 2);
  await pass(3 * SECOND);
  for (const topic of ["a", "b/c"])
    for (const qos of [0, 1, 2] as const) broker.publish(topic, `${qos}`, { qos });
  await pass(SECOND);
  expect(broker.breaches).toEqual([]);
  expect(taken.map(({ topic, payload, qos, duplicate }) => [topic, payload, qos, duplicate])).toEqual(
    ["a", "b/c"].flatMap((topic) => [0, 1, 2].map((qos) => [topic, `${qos}`, qos, false])),
  );
  for (const { qos, id } of taken) expect(id > 0).toBe(qos > 0);
  broker.sendBytes("\x3a\x06\0\x01a\x12\x34x");
  await pass(SECOND);
  expect(taken.at(-1)).toMatchObject({ payload: "x", qos: 1, duplicate: true, id: 0x1234 });
});

test("a loop receives messages in order, including those before its first step", async () => {
  const { broker, pass, start } = program();
  const client = start();
  const messages = client.messages("home/#");
  await pass(2 * SECOND);
  for (const payload of ["1", "2", "3"]) broker.publish("home/a", payload);
  await pass(SECOND);
  const read: string[] = [];
  for await (const { payload } of messages) if (read.push(payload) === 3) break;
  expect(read).toEqual(["1", "2", "3"]);
  await pass(SECOND);
  expect(filtersAt(broker)).toEqual([]);
});

test("a slow loop loses the oldest messages, which are counted", async () => {
  const { broker, pass, start } = program();
  const client = start();
  const messages = client.messages("a", { most: 2 });
  await pass(2 * SECOND);
  for (const payload of ["1", "2", "3", "4"]) broker.publish("a", payload);
  await pass(SECOND);
  client.kill();
  const read: string[] = [];
  for await (const { payload } of messages) read.push(payload);
  expect(read).toEqual(["3", "4"]);
  expect(client.counters().unread).toBe(2);
});

test("a loop ends by signal, refusal, client's end or replaced filter", async () => {
  const { broker, pass, start } = program({ grants: (filter) => (filter === "no" ? 0x80 : 1) });
  const client = start();
  const reading = new AbortController();
  const aborted = endOf(client.messages("aborted", { signal: reading.signal }).next());
  const refused = endOf(client.messages("no").next());
  const replaced = endOf(client.messages("twice").next());
  client.subscribe("twice", () => {});
  const ended = endOf(client.messages("ended").next());
  await pass(2 * SECOND);
  reading.abort(new Error("enough"));
  await pass(SECOND);
  expect(aborted.error).toEqual(new Error("enough"));
  expect(refused.error).toBeInstanceOf(SubscriptionError);
  expect(replaced).toEqual({ value: { done: true, value: undefined } });
  expect(filtersAt(broker)).toEqual(expect.not.arrayContaining(["aborted"]));
  expect(ended).toEqual({});
  await Promise.all([client.stop(), pass(6 * SECOND)]);
  expect(ended).toEqual({ value: { done: true, value: undefined } });
});
