// The broker model keeps sessions, hands messages on at every QoS, and sends again what is unfinished.
import { expect, test } from "vitest";
import { publishPacket, said, stage, subscribePacket as subscribe } from "./raw-client.ts";

test("a session returns to the client that wants it, and no other", () => {
  const { greet } = stage();
  const kept = { clean: false };
  expect(greet("a", kept).got().map(said)).toEqual(["connack 0"]);
  expect(greet("a", kept).got().map(said)).toEqual(["connack 0 present"]);
  expect(greet("a").got().map(said)).toEqual(["connack 0"]);
  expect(greet("a", kept).got().map(said)).toEqual(["connack 0"]);
});

test("a new connection replaces the old one, whose will is published", () => {
  const { greet, broker } = stage();
  const will = { topic: "a/status", payload: Buffer.from("offline"), qos: 0, retain: true } as const;
  const first = greet("a", { will });
  const second = greet("a", { will });
  expect([first.ended(), second.ended()]).toEqual(["closed by the peer", undefined]);
  expect(broker.wills.map(({ payload }) => payload)).toEqual(["offline"]);
  second.send({ cmd: "disconnect" });
  expect([broker.wills.length, broker.disconnects, broker.kept("a/status")]).toEqual([1, 1, "offline"]);
});

test("a message goes once to each subscriber at the lower QoS", () => {
  const { greet } = stage();
  const publisher = greet("p");
  const low = greet("low");
  const high = greet("high");
  low.send(subscribe("t", 0));
  high.send(subscribe("t", 2), subscribe("#", 1, 2));
  for (const client of [publisher, low, high]) client.got();
  publisher.send(publishPacket("t", "x", { qos: 1, messageId: 9, retain: true }));
  expect(publisher.got().map(said)).toEqual(["puback #9"]);
  expect(low.got().map(said)).toEqual(["publish t=x q0"]);
  expect(high.got().map(said)).toEqual(["publish t=x q1 #1"]);
});

test("with one copy for each filter, overlapping filters give several", () => {
  const { greet, broker } = stage({ overlapping: "each" });
  const client = greet("a");
  client.send(subscribe("t/#", 1), subscribe("+/x", 0, 2));
  client.got();
  broker.publish("t/x", "1", { qos: 1 });
  expect(client.got().map(said)).toEqual(["publish t/x=1 q1 #1", "publish t/x=1 q0"]);
});

test("at QoS 2 a message is taken over once, at its release", () => {
  const { greet, broker } = stage();
  const client = greet("a", { clean: false });
  const message = { qos: 2, messageId: 257 } as const;
  client.send(publishPacket("t", "x", message));
  expect([client.got().map(said).at(-1), broker.received.length]).toEqual(["pubrec #257", 0]);
  client.cut();
  const again = greet("a", { clean: false });
  again.send(publishPacket("t", "x", { ...message, dup: true }), { cmd: "pubrel", messageId: 257 });
  again.send({ cmd: "pubrel", messageId: 257 });
  expect(again.got().map(said)).toEqual(["connack 0 present", "pubrec #257", "pubcomp #257", "pubcomp #257"]);
  expect([broker.firsts("t"), broker.repeats("t"), broker.arrivals.length]).toEqual([["x"], [], 2]);
  expect(broker.breaches).toEqual([]);
});

test("unacknowledged messages go again with DUP, released ones as PUBREL", () => {
  const { greet, broker } = stage();
  const client = greet("a", { clean: false });
  client.send(subscribe("t"));
  for (const [payload, qos] of [
    ["one", 1],
    ["two", 2],
    ["three", 2],
  ] as const)
    broker.publish("t", payload, { qos });
  client.send({ cmd: "pubrec", messageId: 2 });
  expect(broker.unacknowledged("a")).toBe(3);
  client.cut();
  broker.publish("t", "four", { qos: 1 });
  broker.publish("t", "lost", { qos: 0 });
  const again = greet("a", { clean: false });
  expect(again.got().map(said)).toEqual([
    "connack 0 present",
    "publish t=one q1 #1 dup",
    "pubrel #2",
    "publish t=three q2 #3 dup",
    "publish t=four q1 #4",
  ]);
  again.send({ cmd: "puback", messageId: 1 }, { cmd: "pubcomp", messageId: 2 });
  again.send(
    { cmd: "pubrec", messageId: 3 },
    { cmd: "pubcomp", messageId: 3 },
    { cmd: "puback", messageId: 4 },
  );
  expect([broker.unacknowledged(), broker.breaches]).toEqual([0, []]);
});

test("the window bounds messages in flight; too many waiting are discarded, counted", () => {
  const { greet, broker } = stage({ limits: { inFlight: 2, queued: 1 } });
  const client = greet("a");
  client.send(subscribe("t"));
  client.got();
  for (const payload of ["1", "2", "3", "4"]) broker.publish("t", payload, { qos: 1 });
  expect(client.got().map(said)).toEqual(["publish t=1 q1 #1", "publish t=2 q1 #2"]);
  expect(broker.thrownAway()).toBe(1);
  client.send({ cmd: "puback", messageId: 1 });
  expect(client.got().map(said)).toEqual(["publish t=3 q1 #3"]);
});

test("retained messages follow each SUBACK with RETAIN 1, except for shared subscriptions", () => {
  const { greet, broker } = stage();
  broker.publish("t/a", "1", { retain: true });
  broker.publish("t/b", "2", { retain: true, qos: 1 });
  broker.publish("t/b", "", { retain: true });
  const client = greet("a");
  client.send(subscribe("t/+"), subscribe("t/#", 2, 2), subscribe("$share/g/t/#", 2, 3));
  expect(client.got().map(said)).toEqual([
    "connack 0",
    "suback #1 2",
    "publish t/a=1 q0 retain",
    "suback #2 2",
    "publish t/a=1 q0 retain",
    "suback #3 2",
  ]);
});

test("a sharing group is served in turn, those who are connected first", () => {
  const { greet, broker } = stage();
  const clients = ["a", "b", "c"].map((name) => greet(name, { clean: false }));
  for (const client of clients) client.send(subscribe("$share/g/t/#", 1));
  clients[2].cut();
  for (const client of clients) client.got();
  for (const payload of ["1", "2", "3", "4"]) broker.publish("t/x", payload, { qos: 1 });
  expect(clients.map((client) => client.got().map(said))).toEqual([
    ["publish t/x=1 q1 #1", "publish t/x=3 q1 #2"],
    ["publish t/x=2 q1 #1", "publish t/x=4 q1 #2"],
    [],
  ]);
  expect(broker.unacknowledged("c")).toBe(0);
});

test("a client silent beyond its keep-alive is dropped, its will published", () => {
  const { greet, broker, clock } = stage();
  const will = { topic: "w", payload: Buffer.from("gone"), qos: 0, retain: false } as const;
  const client = greet("a", { keepalive: 10, will });
  clock.advance(10_000);
  client.send({ cmd: "pingreq" });
  clock.advance(14_999);
  expect(client.ended()).toBeUndefined();
  clock.advance(1);
  expect([client.ended(), broker.timeouts, broker.wills.length]).toEqual(["closed by the peer", 1, 1]);
  expect(broker.breaches).toEqual([]);
});

test("a restart keeps sessions and retained messages only with a store", () => {
  const { greet, broker, open } = stage();
  const client = greet("a", { clean: false });
  client.send(subscribe("t"));
  broker.publish("k", "v", { retain: true });
  broker.restart();
  expect([client.ended(), broker.kept("k")]).toEqual(["closed by the peer", "v"]);
  expect(greet("a", { clean: false }).got().map(said)).toEqual(["connack 0 present"]);
  broker.restart({ keepsSessions: false });
  expect([greet("a", { clean: false }).got().map(said), broker.kept("k")]).toEqual([
    ["connack 0"],
    undefined,
  ]);
  broker.stop();
  const late = open();
  late.send({ cmd: "connect", clientId: "b", clean: true, keepalive: 0 });
  expect([late.got(), late.ended()]).toEqual([[], "closed by the peer"]);
  broker.start();
  expect(greet("b").got().map(said)).toEqual(["connack 0"]);
});

test("a client's stored data can be forgotten while its connection goes on", () => {
  const { greet, broker } = stage();
  const client = greet("a", { clean: false });
  greet("b", { clean: false });
  broker.forget("a");
  client.send(publishPacket("t", "x", { qos: 1, messageId: 1 }));
  expect(client.got().map(said)).toEqual(["connack 0", "puback #1"]);
  expect(broker.sessions().map(({ clientId }) => clientId)).toEqual(["b"]);
  expect(greet("a", { clean: false }).got().map(said)).toEqual(["connack 0"]);
});

test("topics and payloads are bytes: UTF-8 of any script comes through", () => {
  const { greet, broker } = stage();
  const client = greet("a");
  client.send(subscribe("möbel/#"), publishPacket("möbel/Tür", "20 °C"));
  const [message] = broker.received;
  expect([message.topic, message.payload].map((bytes) => Buffer.from(bytes, "latin1").toString())).toEqual([
    "möbel/Tür",
    "20 °C",
  ]);
  expect(client.got().map(said).at(-1)).toBe("publish möbel/Tür=20 °C q0");
});
