// Receive Maximum of a program in MQTT 5.0: how many messages a broker is asked to have unanswered at most.
import { expect, test } from "vitest";
import { heldProgram } from "./held-handlers.ts";
import { SECOND } from "./program-client.ts";

test("a broker respects the Receive Maximum of CONNECT", async () => {
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

/** PUBLISHes at QoS 1 under the identifiers from 1 on. */
function publishes(count: number, mqtt: 3 | 5 = 5): string {
  const [length, properties] = mqtt === 5 ? ["\x0c", "\0"] : ["\x0b", ""];
  let bytes = "";
  for (let id = 1; id <= count; id += 1)
    bytes += `\x32${length}\0\x06held/x${String.fromCharCode((id >> 8) & 255, id & 255)}${properties}x`;
  return bytes;
}

test("a broker that exceeds Receive Maximum like Mosquitto is tolerated", async () => {
  const { broker, pass, held, said, lost } = await heldProgram({ mqtt: 5, limits: { unanswered: 2 } });
  broker.sendBytes(publishes(5));
  await pass(SECOND);
  for (const { resolve } of held) resolve();
  await pass(SECOND);
  expect([said, lost]).toEqual([["puback 1", "puback 2", "puback 3", "puback 4", "puback 5"], []]);
});

test.each([
  [3, []],
  [5, ["disconnect 147"]],
] as const)("more messages than identifiers end a connection of mqtt: %i", async (mqtt, farewell) => {
  const { broker, pass, held, said, lost } = await heldProgram({ mqtt });
  broker.sendBytes(publishes(65_535, mqtt));
  await pass(SECOND);
  expect([held.length, lost]).toEqual([65_535, []]);
  broker.sendBytes(publishes(1, mqtt));
  await pass(SECOND);
  expect([said, lost]).toEqual([
    farewell,
    ["protocol error by the broker: more unanswered messages than there are packet identifiers"],
  ]);
});
