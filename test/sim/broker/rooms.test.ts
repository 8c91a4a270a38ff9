// The broker model has so much room and no more: who finds none is refused before anything is acknowledged,
// and told of.
import { expect, test } from "vitest";
import type { Limits } from "../../../tools/sim/broker/limits.ts";
import { publishPacket, said, stage, subscribePacket } from "./raw-client.ts";

const ANY = { ofAll: Number.POSITIVE_INFINITY, ofOne: Number.POSITIVE_INFINITY };

/** A broker in which one kind of thing has room for 1000 bytes of each client, and for 1500 of all. */
function small(kind: keyof Limits["rooms"], limits: Partial<Limits> = {}) {
  const told: string[] = [];
  const rooms = { filters: ANY, wills: ANY, retained: ANY, messages: ANY };
  rooms[kind] = { ofAll: 1500, ofOne: 1000 };
  const scene = stage({
    limits: { ...limits, rooms },
    records: false,
    short: (shortage, clientId) => told.push(`${shortage}: ${clientId}`),
  });
  return { ...scene, told };
}

const retained = (topic: string, bytes: number, qos: 0 | 1 = 1) =>
  publishPacket(topic, "x".repeat(bytes), { qos, messageId: 1, retain: true });

test("a filter beyond the memory limit is refused in SUBACK", () => {
  const { greet, told } = small("filters");
  const client = greet("a");
  client.send(subscribePacket("one", 1), subscribePacket("two", 1, 2));
  expect(client.got().map(said)).toEqual(["connack 0", "suback #1 1", "suback #2 128"]);
  client.send({ cmd: "unsubscribe", messageId: 3, unsubscriptions: ["one"] }, subscribePacket("two", 1, 4));
  expect(client.got().map(said)).toEqual(["unsuback #3", "suback #4 1"]);
  expect(told).toEqual(["filters: a"]);
});

test("a retained QoS 1 message beyond the limit ends the connection, unacknowledged", () => {
  const { greet, broker, told } = small("retained");
  const client = greet("a");
  client.send(retained("t", 100));
  client.send(retained("u", 600));
  expect(client.got().map(said)).toEqual(["connack 0", "puback #1"]);
  expect([client.ended(), broker.kept("u"), told]).toEqual([
    "closed by the peer",
    undefined,
    ["retained: a"],
  ]);
});

test("a retained QoS 0 message beyond the limit is delivered, not stored", () => {
  const { greet, broker, told } = small("retained");
  const client = greet("a");
  client.send(subscribePacket("t", 0), retained("t", 900, 0));
  expect(client.got().map(({ cmd }) => cmd)).toEqual(["connack", "suback", "publish"]);
  expect([broker.kept("t"), told]).toEqual([undefined, ["notKept: a"]]);
});

test("a client that reaches the limit leaves others their share", () => {
  const { greet, broker } = small("retained");
  greet("a").send(retained("a", 400));
  const other = greet("b");
  other.send(retained("b", 100));
  expect(broker.kept("b")).toBeDefined();
  other.send(publishPacket("a", "", { retain: true }));
  other.send(retained("b", 500));
  expect(broker.kept("b")).toHaveLength(500);
});

test("a will longer than a client's share is refused in CONNACK", () => {
  const { greet, told } = small("wills");
  const will = { topic: "w", payload: Buffer.alloc(2000), qos: 0, retain: false } as const;
  expect(greet("a", { will }).got().map(said)).toEqual(["connack 3"]);
  expect(told).toEqual(["longWill: a"]);
});

test("the longest will is published early when wills exceed the limit", () => {
  const { greet, told } = small("wills");
  const will = (topic: string, bytes: number) => ({
    will: { topic, payload: Buffer.alloc(bytes, "x"), qos: 0, retain: false } as const,
  });
  const listener = greet("listener");
  listener.send(subscribePacket("#"));
  listener.got();
  greet("short", will("s", 200));
  const long = greet("long", will("l", 700));
  expect(greet("one more", will("m", 200)).got().map(said)).toEqual(["connack 0"]);
  expect([long.ended(), told]).toEqual(["closed by the peer", ["wills: long"]]);
  expect(listener.got()).toMatchObject([{ topic: "l" }]);
  expect(greet("short", will("s", 400)).ended()).toBeUndefined();
});

test("a client receives CONNACK before the will displaced by its own", () => {
  const { greet } = small("wills");
  const will = (bytes: number) => ({
    will: { topic: "w", payload: Buffer.alloc(bytes, "x"), qos: 0, retain: false } as const,
  });
  const client = greet("client", { clean: false });
  client.send(subscribePacket("w", 0));
  client.cut();
  greet("long", will(700));
  const back = greet("client", { clean: false, ...will(700) });
  expect(back.got().map(said)).toEqual(["connack 0 present"]);
});

test("a connection's end frees the retained messages that wait for it", () => {
  const { greet, broker, told } = small("filters", { handed: 1 });
  const client = greet("a", { clean: false });
  client.send(subscribePacket("t", 1));
  broker.publish("t", "x", { qos: 1 });
  client.got();
  const again = () => client.send(...[2, 3, 4].map((id) => subscribePacket("t", 1, id)));
  again();
  expect(client.got().map(said)).toEqual(["suback #2 1", "suback #3 128", "suback #4 128"]);
  expect(told).toEqual(["effort: a", "effort: a"]);
  client.cut();
  const back = greet("a", { clean: false });
  back.send(subscribePacket("t", 1));
  expect(back.got().map(said)).toEqual(["connack 0 present", "publish t=x q1 #1 dup", "suback #1 1"]);
});

test("a refused filter leaves no message waiting for its client", () => {
  const { greet } = small("filters", { handed: 1 });
  const client = greet("a");
  client.send(subscribePacket("t", 1));
  const refused = Array.from({ length: 9 }, (_, i) => subscribePacket("u", 1, i + 2));
  client.send(...refused, subscribePacket("t", 1, 99));
  expect(client.got().map(said)).toEqual([
    "connack 0",
    "suback #1 1",
    ...refused.map(({ messageId }) => `suback #${messageId} 128`),
    "suback #99 1",
  ]);
});

test("among too many absent clients, one without waiting messages is removed first", () => {
  const { greet, broker, told } = small("wills", { away: 2 });
  const leave = (name: string) => greet(name, { clean: false }).cut();
  const waited = greet("waited", { clean: false });
  waited.send(subscribePacket("t", 1));
  waited.cut();
  broker.publish("t", "x", { qos: 1 });
  for (const name of ["one", "two"]) leave(name);
  expect(broker.sessions().map(({ clientId }) => clientId)).toEqual(["waited", "two"]);
  expect(told).toEqual(["away: one"]);
});
