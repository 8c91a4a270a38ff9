// The broker model with message queues, as EMQX 6 has them: kept without a consumer, given to one of several,
// given again.
import { generate, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { matchesFilter } from "../../../tools/sim/broker/filters.ts";
import type { Limits } from "../../../tools/sim/broker/limits.ts";
import type { QueueOptions } from "../../../tools/sim/broker/queue-consumers.ts";
import { publishPacket, said, stage, subscribePacket as subscribe } from "./raw-client.ts";

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

test("a queue keeps messages without consumers, then delivers each once", () => {
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

test("a queue serves the consumer with the fewest unacknowledged messages", () => {
  const { publish, clients } = works(["a", "b"]);
  for (const client of clients) client.got();
  publish("1", "2", "3");
  expect(clients.map((client) => payloads(client.got().map(said)))).toEqual([["1", "3"], ["2"]]);
});

test("a lost consumer's unacknowledged message goes to another", () => {
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

test.each([0, 1, 2] as const)("a queue delivers at QoS 1 what was published at %i", (qos) => {
  const { greet, broker } = stage({ queues: [QUEUE] });
  broker.publish("jobs/x", "1", { qos });
  const worker = greet("a", { clean: false });
  worker.got();
  worker.send(subscribe(`$q/${QUEUE}`, qos));
  expect(worker.got().map(said)).toEqual(["suback #1 1", "publish jobs/x=1 q1 #1"]);
  worker.send({ cmd: "puback", messageId: 1 });
  expect(broker.queued(QUEUE)).toBe(0);
});

test.each([true, false])("a lone consumer that returns resumes its messages, clean: %s", (clean) => {
  const { greet, publish, clients } = works(["a"]);
  const [worker] = clients;
  publish("1", "2", "3");
  worker?.send({ cmd: "puback", messageId: 1 });
  worker?.cut();
  publish("4");
  const back = greet("a", { clean });
  if (clean) back.send(subscribe(`$q/${QUEUE}`, 1));
  expect(payloads(back.got().map(said))).toEqual(["2", "3"]);
  for (const packet of [1, 2, 3, 4, 5]) back.send({ cmd: "puback", messageId: packet });
  expect(payloads(back.got().map(said))).toEqual(["4"]);
});

test("a subscription to an unknown queue is refused", () => {
  const told: string[] = [];
  const { greet } = stage({ queues: [QUEUE], short: (...words) => void told.push(words.join(" ")) });
  const worker = greet("a");
  worker.send(subscribe("$q/jobs/+", 1));
  worker.send(subscribe("$q/jobs/#", 1));
  expect(told).toEqual(["noQueue a $q/jobs/+"]);
});

test("a consumer that unsubscribes completes its message and receives no more", () => {
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
])("the queue of filter %s holds topic %s: %s", (filter, topic, expected) => {
  expect(matchesFilter(filter, topic)).toBe(expected);
});

/** Workers "a", "b"... at a queue of these options, who hold what they are given, and what each has been given. */
function crew(options: Partial<QueueOptions>, names: readonly string[], limits: Partial<Limits> = {}) {
  const scene = stage({ queues: [{ filter: QUEUE, ...options }], limits: { inFlight: 10, ...limits } });
  const workers = names.map((name) => {
    const client = scene.greet(name, { clean: false });
    client.send(subscribe(`$q/${QUEUE}`, 1));
    client.got();
    return client;
  });
  const publish = (...all: string[]) => {
    for (const payload of all) scene.broker.publish("jobs/x", payload, { qos: 1 });
  };
  return {
    ...scene,
    workers,
    publish,
    given: () => workers.map((worker) => payloads(worker.got().map(said))),
  };
}

test("round-robin dispatch serves each consumer, however slow", () => {
  const { workers, publish, given } = crew({ dispatch: "in turn" }, ["a", "b", "c"]);
  publish("1", "2", "3", "4");
  workers[1].send({ cmd: "puback", messageId: 1 });
  publish("5", "6", "7");
  expect(given()).toEqual([
    ["1", "4", "7"],
    ["2", "5"],
    ["3", "6"],
  ]);
});

test("random dispatch serves every consumer", () => {
  const { publish, given } = crew({ dispatch: "random" }, ["a", "b", "c"]);
  publish(...Array.from({ length: 18 }, (_, i) => String(i)));
  const counts = given().map(({ length }) => length);
  expect(counts.every((count) => count >= 2)).toBe(true);
  expect(counts).not.toEqual([6, 6, 6]);
});

test("sticky dispatch keeps a consumer while it is present with room", () => {
  const { workers, publish, given } = crew({ dispatch: "sticky" }, ["a", "b"], { inFlight: 3 });
  publish("1", "2", "3", "4");
  expect(given()).toEqual([["1", "2", "3"], ["4"]]);
  workers[0].cut();
  expect(given()).toEqual([[], ["1", "2"]]);
});

test.each([
  ["topic", ["jobs/b=4", "jobs/a=5"]],
  ["client", ["jobs/a=5"]],
] as const)("a last-value queue keeps only the newest message of the same %s", (lastValue, expected) => {
  const { greet, broker } = stage({ queues: [{ filter: QUEUE, lastValue }] });
  const client = greet("sensor");
  for (const [topic, payload] of ["a1", "a2", "b3", "b4", "a5"])
    client.send(publishPacket(`jobs/${topic}`, payload, { qos: 1, messageId: Number(payload) }));
  expect(broker.queued(QUEUE)).toBe(expected.length);
  const worker = greet("worker");
  worker.send(subscribe(`$q/${QUEUE}`, 1));
  const words = worker.got().map(said);
  expect(words.flatMap((word) => /publish (\S+) q1/.exec(word)?.[1] ?? [])).toEqual(expected);
});

test("an outdated unacknowledged message is not delivered again", () => {
  const { workers, publish, given, broker } = crew({ lastValue: "topic" }, ["a"], { inFlight: 1 });
  publish("1", "2", "3");
  expect(given()).toEqual([["1"]]);
  workers[0].cut();
  expect(broker.queued(QUEUE)).toBe(1);
});

test("a message unacknowledged in time also goes to another consumer", () => {
  const { clock, workers, publish, given, broker } = crew({ redeliverMs: 1000 }, ["a", "b"]);
  publish("1");
  expect(given()).toEqual([["1"], []]);
  clock.advance(999);
  expect(given()).toEqual([[], []]);
  clock.advance(1);
  expect(given()).toEqual([[], ["1"]]);
  expect(broker.queued(QUEUE)).toBe(1);
  workers[1].send({ cmd: "puback", messageId: 1 });
  expect(broker.queued(QUEUE)).toBe(0);
  // Done is done, whatever becomes of the slow one.
  clock.advance(10_000);
  workers[0].cut();
  expect(given()).toEqual([[], []]);
  expect(broker.queued(QUEUE)).toBe(0);
});

test("a message lost by two consumers is delivered once more", () => {
  const { clock, greet, workers, publish, given } = crew({ redeliverMs: 1000 }, ["a", "b"]);
  publish("1");
  clock.advance(1000);
  expect(given()).toEqual([["1"], ["1"]]);
  for (const worker of workers) worker.cut();
  const back = greet("c");
  back.send(subscribe(`$q/${QUEUE}`, 1));
  expect(payloads(back.got().map(said))).toEqual(["1"]);
});

test("a delayed message waits for its time within its queue's limit", () => {
  const { clock, broker, publish, greet } = crew({ keepMs: 1000 }, [], { queueBytes: 1000 });
  publish("1", "2", "3", "4", "5", "6");
  // Each takes 207 bytes.
  expect(broker.queued(QUEUE)).toBe(4);
  clock.advance(999);
  publish("7");
  clock.advance(1);
  const worker = greet("a");
  worker.send(subscribe(`$q/${QUEUE}`, 1));
  expect(payloads(worker.got().map(said))).toEqual(["7"]);
});

test("a consumer has at most its Receive Maximum in flight", () => {
  const { broker, clock, greet } = stage({ queues: [QUEUE] });
  const { received } = broker.peer(
    { write: () => {}, close: () => {} },
    { host: "broker", port: 1883, tls: false },
  );
  const version = { protocolVersion: 5 } as const;
  const send = (packet: Packet) => received(generate(packet, version).toString("latin1"));
  const properties = { receiveMaximum: 2 };
  send({ cmd: "connect", clientId: "a", clean: true, keepalive: 0, ...version, properties });
  send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: `$q/${QUEUE}`, qos: 1 }] });
  clock.advance(0);
  for (const payload of ["1", "2", "3", "4"]) broker.publish("jobs/x", payload, { qos: 1 });
  const worker = greet("b");
  worker.send(subscribe(`$q/${QUEUE}`, 1));
  expect(payloads(worker.got().map(said))).toEqual(["3", "4"]);
});

test("a message too long for one consumer waits for another", () => {
  const { broker, clock, greet } = stage({ queues: [QUEUE] });
  for (let i = 0; i < 50; i += 1) broker.publish("jobs/x", "x".repeat(100), { qos: 1 });
  broker.publish("jobs/x", "short", { qos: 1 });
  const read: string[] = [];
  const { received } = broker.peer(
    { write: (bytes) => void read.push(bytes), close: () => {} },
    { host: "broker", port: 1883, tls: false },
  );
  const version = { protocolVersion: 5 } as const;
  const send = (packet: Packet) => received(generate(packet, version).toString("latin1"));
  const properties = { maximumPacketSize: 60 };
  send({ cmd: "connect", clientId: "a", clean: true, keepalive: 0, ...version, properties });
  send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: `$q/${QUEUE}`, qos: 1 }] });
  clock.advance(0);
  expect(read.at(-1)).toMatch(/short$/);
  expect(broker.queued(QUEUE)).toBe(51);
  const worker = greet("b");
  worker.send(subscribe(`$q/${QUEUE}`, 1));
  expect(payloads(worker.got().map(said)).length).toBe(20);
});
