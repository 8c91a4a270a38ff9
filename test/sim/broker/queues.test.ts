// The broker model with message queues, as EMQX 6 has them: kept without a consumer, given to one of several, given again.
import { expect, test } from "vitest";
import { matchesFilter } from "../../../tools/sim/broker/filters.ts";
import { said, stage, subscribePacket as subscribe } from "./raw-client.ts";

const QUEUE = "jobs/#";

function works(names: readonly string[], qos: 0 | 1 | 2 = 1) {
  const { greet, broker } = stage({ queues: [QUEUE], limits: { inFlight: 2 } });
  const join = (name: string) => {
    const client = greet(name, { clean: false });
    client.send(subscribe(`$q/${QUEUE}`, qos));
    return client;
  };
  const publish = (...payloads: string[]) => {
    for (const payload of payloads) broker.publish("jobs/x", payload, { qos: 1 });
  };
  return { greet, broker, join, publish, clients: names.map(join) };
}

const payloads = (words: readonly string[]) => words.flatMap((word) => /=(\S+) q1/.exec(word)?.[1] ?? []);

test("a queue keeps messages while nobody consumes, and gives each away once", () => {
  const { broker, join, publish } = works([]);
  publish("1", "2", "3");
  expect(broker.queued(QUEUE)).toBe(3);
  const worker = join("a");
  expect(payloads(worker.got().map(said))).toEqual(["1", "2"]);
  worker.send({ cmd: "puback", messageId: 1 }, { cmd: "puback", messageId: 2 });
  expect(payloads(worker.got().map(said))).toEqual(["3"]);
  worker.send({ cmd: "puback", messageId: 3 });
  expect(broker.queued(QUEUE)).toBe(0);
});

test("consumers share a queue, the one with the fewest unanswered first", () => {
  const { publish, clients } = works(["a", "b"]);
  for (const client of clients) client.got();
  publish("1", "2", "3");
  expect(clients.map((client) => payloads(client.got().map(said)))).toEqual([["1", "3"], ["2"]]);
});

test("an unanswered message of a lost consumer goes to another one", () => {
  const { greet, broker, publish, clients } = works(["a", "b"]);
  const [first, second] = clients;
  publish("1", "2", "3");
  for (const client of clients) client.got();
  first?.send({ cmd: "puback", messageId: 1 });
  first?.cut();
  expect(payloads(second?.got().map(said) ?? [])).toEqual(["3"]);
  const back = greet("a", { clean: false });
  expect(payloads(back.got().map(said))).toEqual([]);
  publish("4");
  expect(payloads(back.got().map(said))).toEqual(["4"]);
  expect(broker.queued(QUEUE)).toBe(3);
});

test("a half answered message at QoS 2 stays its consumer's", () => {
  const { greet, broker, clients } = works(["a", "b"], 2);
  const [first, second] = clients;
  broker.publish("jobs/x", "1", { qos: 2 });
  first?.send({ cmd: "pubrec", messageId: 1 });
  first?.cut();
  expect(payloads(second?.got().map(said) ?? [])).toEqual([]);
  const back = greet("a", { clean: false });
  expect(back.got().map(said)).toEqual(["connack 0 present", "pubrel #1"]);
});

test("a consumer that unsubscribes finishes its message and gets no more", () => {
  const { broker, publish, clients } = works(["a", "b"]);
  const [first, second] = clients;
  publish("1");
  first?.send({ cmd: "unsubscribe", messageId: 9, unsubscriptions: [`$q/${QUEUE}`] });
  publish("2", "3", "4");
  expect(payloads(second?.got().map(said) ?? [])).toEqual(["2", "3"]);
  first?.send({ cmd: "puback", messageId: 1 });
  expect(payloads(first?.got().map(said) ?? [])).toEqual(["1"]);
  expect(broker.queued(QUEUE)).toBe(3);
});

test.each([
  ["jobs/#", "jobs", true],
  ["jobs/#", "jobs/a/b", true],
  ["jobs/+", "jobs/a", true],
  ["jobs/+", "jobs/a/b", false],
  ["+/a", "$SYS/a", false],
  ["#", "$SYS/a", false],
  ["jobs", "jobs/a", false],
])("the filter %s and the topic %s: %s", (filter, topic, expected) => {
  expect(matchesFilter(filter, topic)).toBe(expected);
});
