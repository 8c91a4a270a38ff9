// A program that speaks MQTT 5.0, or 3.1.1 with a broker that refuses that.
import { expect, test } from "vitest";
import type { ConnectionError } from "../../src/client/faults/errors.ts";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const REFUSED_IN_3_1_1 = "\x20\x02\0\x01";
const REFUSED_IN_5 = "\x20\x03\0\x84\0";

/** A broker that does not speak 5.0, as long as `isOld` says so, in front of one that does. */
function refusing(refusal: string, isOld = () => true): { inFront: (peer: Peer) => Peer; refused: number[] } {
  const refused: number[] = [];
  const inFront =
    (peer: Peer): Peer =>
    (end, to) => {
      const events = peer(end, to);
      return {
        ...events,
        received(bytes) {
          if (!isOld() || bytes.indexOf("\0\x04MQTT\x05") < 0) return events.received(bytes);
          refused.push(bytes.length);
          end.write(refusal);
          end.close();
        },
      };
    };
  return { inFront, refused };
}

test.each([
  ["3.1.1", REFUSED_IN_3_1_1],
  ["5.0", REFUSED_IN_5],
])("a refusal in %s makes a client retry with MQTT 3.1.1", async (_, refusal) => {
  const { inFront, refused } = refusing(refusal);
  const { broker, pass, start } = program({}, () => ({}), inFront);
  const heard: unknown[] = [];
  const ends: ConnectionError[] = [];
  const client = start({ mqtt: "either", lost: (error) => void ends.push(error) });
  client.subscribe("a", ({ payload, qos }) => void heard.push([payload, qos]), { qos: 2, noLocal: false });
  const early = endOf(client.send("a", "early", { properties: { contentType: "text/plain" } }));
  const prepared = client.prepare("a", { qos: 1, properties: { contentType: "text/plain" } });
  await pass(2 * SECOND);
  client.publish(prepared, "one");
  client.publish(client.prepare("a", { qos: 2 }), "two");
  await pass(2 * SECOND);
  expect(heard).toEqual([
    ["early", 1],
    ["one", 1],
    ["two", 2],
  ]);
  expect([early.error, refused.length, client.brokerOffer(), broker.breaches]).toEqual([
    undefined,
    1,
    undefined,
    [],
  ]);
  expect(ends).toMatchObject([{ reasonCode: 0x84, reason: "broker refused MQTT 5.0: connecting in 3.1.1" }]);
});

test("requests use reply topics once a broker has refused MQTT 5.0", async () => {
  let isOld = true;
  const { inFront } = refusing(REFUSED_IN_5, () => isOld);
  const { broker, pass, start } = program({}, () => ({}), inFront);
  const asker = start({ id: "asks", mqtt: "either" });
  const topics: string[] = [];
  start({ id: "replies", mqtt: "either" }).reply("a", ({ payload }) => `to ${payload}`);
  start({ id: "hears" }).subscribe("#", ({ topic }) => void topics.push(topic));
  const early = endOf(asker.request("a", "early"));
  await pass(5 * SECOND);
  const late = endOf(asker.request("a", "late"));
  await pass(5 * SECOND);
  expect([early.value, late.value]).toMatchObject([{ payload: "to early" }, { payload: "to late" }]);
  expect(topics.filter((topic) => topic === "a")).toEqual([]);
  isOld = false;
  const newer = endOf(start({ id: "newer", mqtt: "either" }).request("b", "", { timeoutMs: 20 * SECOND }));
  await pass(5 * SECOND);
  expect([newer, topics.at(-1), broker.breaches]).toEqual([{}, "b", []]);
});

test("a request of a client that never connects rejects at its deadline", async () => {
  const { world, pass, start } = program();
  world.setNetwork(false);
  const client = start({ mqtt: "either" });
  const late = endOf(client.request("a", "", { timeoutMs: 3000 }));
  const ended = endOf(client.request("a", ""));
  await pass(5 * SECOND);
  expect(late).toMatchObject({ error: { message: "The request to a was not answered within 3000 ms." } });
  client.kill();
  await pass(0);
  expect(ended).toMatchObject({
    error: { message: "The request to a was not answered before its client ended." },
  });
});

test("a client keeps MQTT 5.0 after lost links", async () => {
  const { world, broker, pass, start } = program();
  const client = start({ mqtt: "either" });
  await pass(SECOND);
  for (let i = 0; i < 3; i += 1) {
    world.breakLink("cut");
    await pass(60 * SECOND);
  }
  expect([client.brokerOffer()?.topicAliases, broker.breaches]).toEqual([10, []]);
});

test("messages of MQTT 5.0 reach a 3.1.1 broker without properties", async () => {
  let isOld = false;
  const { world, broker, pass, start } = program(
    {},
    () => ({}),
    refusing(REFUSED_IN_3_1_1, () => isOld).inFront,
  );
  const heard: string[] = [];
  const client = start({ mqtt: "either", session: "persistent", status: "s", willDelay: 5 });
  client.subscribe("+", ({ topic, payload }) => void (topic === "s" || heard.push(payload)), {
    noLocal: false,
  });
  const prepared = [0, 1].map((qos) =>
    client.prepare("a", { qos: qos as 0 | 1, deadline: 3600 * SECOND, properties: { contentType: "x" } }),
  );
  await pass(SECOND);
  for (const publication of prepared) client.publish(publication, "1");
  await pass(SECOND);
  isOld = true;
  world.breakLink("cut");
  client.publish(prepared[1] as never, "2");
  await pass(120 * SECOND);
  for (const publication of prepared) client.publish(publication, "3");
  await pass(SECOND);
  expect([heard, broker.breaches]).toEqual([["1", "1", "2", "3", "3"], []]);
});

test("a client without reconnection also falls back to MQTT 3.1.1", async () => {
  const { inFront, refused } = refusing(REFUSED_IN_3_1_1);
  const { pass, start } = program({}, () => ({}), inFront);
  const client = start({ mqtt: "either", reconnect: false });
  const connected = endOf(client.untilConnected());
  await pass(2 * SECOND);
  expect([connected, refused.length]).toEqual([{ value: false }, 1]);
});

test("a client fixed to MQTT 5.0 stays disconnected after a refusal", async () => {
  const { inFront, refused } = refusing(REFUSED_IN_3_1_1);
  const { pass, start } = program({}, () => ({}), inFront);
  const client = start({ mqtt: 5 });
  await pass(20 * SECOND);
  expect([client.isConnected(), refused.length]).toEqual([false, 1]);
});
