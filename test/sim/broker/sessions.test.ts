// Sessions of the broker model, where no real broker is asked about them (test/brokers/answers): its bounds,
// its store, and its ways by choice.
import { expect, test } from "vitest";
import { publishPacket, said, stage, subscribePacket as subscribe } from "./raw-client.ts";

test("overlapping filters deliver one copy per filter when configured so", () => {
  const { greet, broker } = stage({ overlapping: "each" });
  const client = greet("a");
  client.send(subscribe("t/#", 1), subscribe("+/x", 0, 2));
  client.got();
  broker.publish("t/x", "1", { qos: 1 });
  expect(client.got().map(said)).toEqual(["publish t/x=1 q1 #1", "publish t/x=1 q0"]);
});

test("the window limits messages in flight; waiting messages beyond are discarded", () => {
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

test("a shared group is served in turn, connected members first", () => {
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

test("a client's stored data can be deleted while it stays connected", () => {
  const { greet, broker } = stage();
  const client = greet("a", { clean: false });
  greet("b", { clean: false });
  broker.forget("a");
  client.send(publishPacket("t", "x", { qos: 1, messageId: 1 }));
  expect(client.got().map(said)).toEqual(["connack 0", "puback #1"]);
  expect(broker.sessions().map(({ clientId }) => clientId)).toEqual(["b"]);
  expect(greet("a", { clean: false }).got().map(said)).toEqual(["connack 0"]);
});
