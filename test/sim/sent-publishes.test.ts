import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { createPublishReader, type SentPublish } from "../../tools/sim/sent-publishes.ts";

const publish = (topic: string, bytes: number, more: { qos?: 0 | 1; retain?: boolean } = {}) => {
  const { qos = 0, retain = false } = more;
  const identifier = qos === 0 ? {} : { messageId: 7 };
  return generate({
    cmd: "publish",
    topic,
    payload: "x".repeat(bytes),
    qos,
    dup: false,
    retain,
    ...identifier,
  });
};
const PACKETS = Buffer.concat([
  generate({ cmd: "connect", clientId: "a", protocolId: "MQTT", protocolVersion: 4 }),
  publish("home/a", 0, { retain: true }),
  generate({ cmd: "pingreq" }),
  publish("home/kühl", 200, { qos: 1, retain: true }),
  publish("home/b", 40_000),
  publish("home/c", 0, { qos: 1, retain: true }),
  generate({ cmd: "disconnect" }),
]).toString("latin1");

test.each([1, 2, 3, 7, 1000, 100_000])("messages are read in pieces of %i bytes", (size) => {
  const sent: SentPublish[] = [];
  const read = createPublishReader((one) => sent.push(one));
  for (let at = 0; at < PACKETS.length; at += size) read(PACKETS.slice(at, at + size));
  expect(sent).toEqual([
    { topic: "home/a", retain: true, isEmpty: true },
    { topic: "home/kühl", retain: true, isEmpty: false },
    { topic: "home/b", retain: false, isEmpty: false },
    { topic: "home/c", retain: true, isEmpty: true },
  ]);
});
