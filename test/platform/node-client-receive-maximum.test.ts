// Receive Maximum of a program in MQTT 5.0: how many messages a broker may have unanswered.
import { expect, test } from "vitest";
import { heldProgram } from "./held-handlers.ts";
import { SECOND } from "./program-client.ts";

test("CONNECT names Receive Maximum, and a broker keeps to it", async () => {
  const { broker, pass, held, payloads } = await heldProgram({ mqtt: 5, limits: { unanswered: 2 } });
  expect(broker.connects[0]?.properties).toMatchObject({ receiveMaximum: 2 });
  for (const payload of ["a", "b", "c", "d"]) broker.publish("held/x", payload, { qos: 2 });
  await pass(SECOND);
  expect(payloads()).toEqual(["a", "b"]);
  held[0]?.resolve();
  await pass(SECOND);
  expect([payloads(), broker.breaches]).toEqual([["a", "b", "c"], []]);
});

test("Receive Maximum is 1,000 by default", async () => {
  const { broker } = await heldProgram({ mqtt: 5 });
  expect(broker.connects[0]?.properties).toMatchObject({ receiveMaximum: 1000 });
});

/** A PUBLISH at this QoS under this identifier. */
const publish = (qos: number, id: number) =>
  `${String.fromCharCode(0x30 + 2 * qos)}\x0d\0\x06held/x\0${String.fromCharCode(id)}\0x\x01`;

test.each([
  ["three at QoS 1", ["disconnect 147"], [1, 1, 1]],
  ["three at QoS 2", ["disconnect 147"], [2, 2, 2]],
  ["three of both", ["disconnect 147"], [1, 2, 1]],
  ["two messages", [], [1, 2]],
])("with Receive Maximum 2, %s end in %j [MQTT5-3.3.4-9]", async (_name, said, all) => {
  const program = await heldProgram({ mqtt: 5, limits: { unanswered: 2 } });
  for (const [index, qos] of all.entries()) program.broker.sendBytes(publish(qos, index + 1));
  await program.pass(SECOND);
  expect(program.said).toEqual(said);
  expect(program.lost).toEqual(
    said.length === 0 ? [] : ["protocol error by the broker: more messages at once than this client allows"],
  );
});

test("Receive Maximum counts messages at QoS 2 until they are released", async () => {
  const { broker, pass, said, held } = await heldProgram({ mqtt: 5, limits: { unanswered: 1 } });
  broker.behaviour.misbehaves = ({ cmd }) => (cmd === "pubrel" ? "drop" : undefined);
  broker.publish("held/x", "a", { qos: 2 });
  await pass(SECOND);
  held[0]?.resolve();
  await pass(SECOND);
  broker.sendBytes(publish(1, 9));
  await pass(SECOND);
  expect(said).toEqual(["pubrec 1", "disconnect 147"]);
});

test("messages of an earlier connection that are released give room again", async () => {
  const { broker, pass, said, held, lost } = await heldProgram({ mqtt: 5, limits: { unanswered: 1 } });
  broker.behaviour.misbehaves = ({ cmd }) => (cmd === "pubrel" ? "drop" : undefined);
  broker.publish("held/x", "a", { qos: 2 });
  await pass(SECOND);
  held[0]?.resolve();
  await pass(SECOND);
  broker.behaviour.misbehaves = () => undefined;
  broker.hangUp();
  await pass(3 * SECOND);
  expect(said).toEqual(["pubrec 1", "pubcomp 1"]);
  // The broker has its PUBCOMP, and counts none of these twice.
  for (const id of [8, 9]) broker.sendBytes(publish(1, id));
  await pass(SECOND);
  expect([held.length, lost]).toEqual([3, ["closed by the peer"]]);
});
