// A program's client in Node with MQTT 5.0, in virtual time, at a broker that records each breach of the protocol.
import { expect, test } from "vitest";
import type { ConnectionError } from "../../src/client/faults/errors.ts";
import { endOf, program, SECOND } from "./program-client.ts";

test("messages pass between MQTT 5.0 and 3.1.1 clients at each QoS", async () => {
  const { broker, pass, start } = program();
  const heard: Record<number, string[]> = { 3: [], 5: [] };
  const clients = ([3, 5] as const).map((mqtt) =>
    start({ id: `speaks-${mqtt}`, mqtt, session: "persistent" }),
  );
  for (const [at, client] of clients.entries()) {
    const version = at === 0 ? 3 : 5;
    client.subscribe(
      `to/${version}/+`,
      ({ payload, qos }) => void heard[version]?.push(`${payload} ${qos}`),
      2,
    );
  }
  await pass(SECOND);
  for (const qos of [0, 1, 2] as const) {
    clients[0]?.publish(clients[0].prepare("to/5/x", { qos }), `from 3, ${qos}:`);
    clients[1]?.publish(clients[1].prepare("to/3/x", { qos }), `from 5, ${qos}:`);
  }
  await pass(10 * SECOND);
  expect(heard).toEqual({
    3: ["from 5, 0: 0", "from 5, 1: 1", "from 5, 2: 2"],
    5: ["from 3, 0: 0", "from 3, 1: 1", "from 3, 2: 2"],
  });
  expect(broker.breaches).toEqual([]);
});

test("a kept session resumes after a lost link", async () => {
  const { broker, world, pass, start } = program();
  const heard: string[] = [];
  const sessions: boolean[] = [];
  const client = start({ mqtt: 5, session: "persistent", connected: (kept) => void sessions.push(kept) });
  client.subscribe("a", ({ payload }) => void heard.push(payload));
  await pass(SECOND);
  const sent = endOf(client.send("b", "1"));
  world.setNetwork(false);
  await pass(5 * SECOND);
  broker.publish("a", "meanwhile", { qos: 1 });
  world.setNetwork(true);
  await pass(60 * SECOND);
  expect([heard, sessions, sent]).toEqual([["meanwhile"], [false, true], { value: { id: 4096 } }]);
  expect(broker.breaches).toEqual([]);
});

test("a client whose session is taken over receives the reason code", async () => {
  const { pass, start } = program();
  const ends: ConnectionError[] = [];
  start({ mqtt: 5, reconnect: false, lost: (error) => void ends.push(error) });
  await pass(SECOND);
  start({ mqtt: 5 });
  await pass(SECOND);
  expect(ends).toMatchObject([
    {
      reason: "broker ended the connection: another client uses this identifier",
      reasonCode: 0x8e,
      returnCode: undefined,
    },
  ]);
});

test("a disconnected client reports the server reference", async () => {
  const { broker, pass, start } = program();
  const ends: ConnectionError[] = [];
  start({ mqtt: 5, lost: (error) => void ends.push(error) });
  await pass(SECOND);
  broker.send({ cmd: "disconnect", reasonCode: 0x9c, properties: { serverReference: "m\u00fchle.lan" } });
  await pass(SECOND);
  broker.hangUp();
  await pass(120 * SECOND);
  broker.hangUp();
  await pass(SECOND);
  expect(ends.map((end) => [end.reasonCode, end.serverReference])).toEqual([
    [0x9c, "m\u00fchle.lan"],
    [0, undefined],
  ]);
});

test("a client taken over five times in a minute names the cause", async () => {
  const { pass, start } = program();
  const reasons: string[] = [];
  start({ mqtt: 5, reconnect: { longest: 1 }, lost: ({ reason }) => void reasons.push(reason) });
  for (let times = 0; times < 5; times += 1) {
    await pass(SECOND);
    start({ mqtt: 5, reconnect: false });
  }
  await pass(SECOND);
  expect(reasons.at(-1)).toBe(
    "the connection has ended 5 times within a minute: another client uses this identifier; give one of them another",
  );
});

test("a refused client reports the reason code, or 3.1.1's return code", async () => {
  const { broker, pass, start } = program({
    admits: ({ protocolVersion }) => (protocolVersion === 5 ? 0x87 : 5),
  });
  const refused = endOf(start({ id: "speaks-5", mqtt: 5, reconnect: false }).untilConnected());
  const refusedBefore = endOf(start({ id: "speaks-3", reconnect: false }).untilConnected());
  await pass(SECOND);
  expect([refused.error, refusedBefore.error]).toMatchObject([
    { reason: "broker refused: not authorized; let this user in, or set another", reasonCode: 0x87 },
    { returnCode: 5, reasonCode: undefined },
  ]);
  expect(broker.breaches).toEqual([]);
});

test("an unknown MQTT version is refused at the call", () => {
  const { start } = program();
  expect(() => start({ mqtt: 4 as never })).toThrow('The option mqtt is 4; it is 3, 5 or "either".');
});

test("a will has properties and a delay that a returning client cancels", async () => {
  const { pass, start } = program();
  const heard: unknown[] = [];
  start({ id: "watcher", mqtt: 5 }).subscribe(
    "w",
    ({ payload, properties }) => void heard.push([payload, properties.contentType]),
  );
  const will = { topic: "w", payload: "{}", properties: { contentType: "application/json" } };
  const session = { session: "persistent", sessionExpiry: 60, keepAlive: 2 } as const;
  const options = { mqtt: 5, will, willDelay: 20, ...session } as const;
  const first = start(options);
  await pass(SECOND);
  first.kill();
  await pass(10 * SECOND);
  const client = start(options);
  await pass(60 * SECOND);
  client.kill();
  await pass(20 * SECOND);
  expect(heard).toEqual([]);
  await pass(5 * SECOND);
  expect(heard).toEqual([["{}", "application/json"]]);
});

test("a program reads the broker's limits and features from CONNACK", async () => {
  const { pass, start } = program();
  const [old, modern] = [start({ id: "old" }), start({ id: "modern", mqtt: 5 })];
  const before = modern.brokerOffer();
  await pass(SECOND);
  expect([before, old.brokerOffer()]).toEqual([undefined, undefined]);
  expect(modern.brokerOffer()).toMatchObject({
    maximumQos: 2,
    topicAliases: 10,
    packetBytes: 268_435_460,
    takesSharedSubscriptions: true,
    keepAlive: undefined,
  });
});

test.each([1, 2] as const)("a send at QoS %i reports that nobody subscribes", async (qos) => {
  const { broker, pass, start } = program();
  const client = start({ mqtt: 5, session: "persistent" });
  await pass(SECOND);
  const heard = endOf(client.send("heard", "x", { qos }));
  await pass(SECOND);
  broker.behaviour.misbehaves = (packet) => {
    if (packet.cmd === "puback" || packet.cmd === "pubrec") packet.reasonCode = 16;
    return undefined;
  };
  const sent = ["one", "two"].map((topic) => endOf(client.send(topic, "x", { qos })));
  await pass(SECOND);
  expect(sent).toEqual([
    { value: { id: expect.any(Number), reasonCode: 16 } },
    { value: { id: expect.any(Number), reasonCode: 16 } },
  ]);
  expect(heard).toEqual({ value: { id: expect.any(Number) } });
  expect(heard.value).not.toHaveProperty("reasonCode");
  expect(client.counters()).toMatchObject({ dropped: 0, refused: 0 });
});
