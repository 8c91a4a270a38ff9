// The broker that the bench measures against: every packet has its one answer, however it arrives.
import mqttPacket, { type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { createCannedBroker, publishPacket } from "../../tools/laboratory/bench/canned-broker.ts";

function bytesOf(packet: Packet): string {
  return mqttPacket.generate(packet).toString("latin1");
}

function packetsIn(bytes: string): Packet[] {
  const packets: Packet[] = [];
  const parser = mqttPacket.parser();
  parser.on("packet", (packet) => packets.push(packet));
  parser.parse(Buffer.from(bytes, "latin1"));
  return packets;
}

const LONG = "x".repeat(300);
const FROM_DEVICE: Packet[] = [
  { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clientId: "device", clean: true, keepalive: 60 },
  { cmd: "subscribe", messageId: 65281, subscriptions: [{ topic: "home/x/set", qos: 1 }] },
  { cmd: "publish", topic: "home/x", payload: LONG, qos: 1, messageId: 300, dup: false, retain: true },
  { cmd: "publish", topic: "home/x", payload: "21.5", qos: 0, dup: false, retain: true },
  { cmd: "puback", messageId: 1 },
  { cmd: "pingreq" },
];

test.each([1, 7, 10_000])("answers packets that arrive in pieces of %i bytes", (size) => {
  let answers = "";
  let acknowledged = 0;
  const published: string[] = [];
  const broker = createCannedBroker({
    write: (bytes) => {
      answers += bytes;
    },
    published: (topic, payload) => published.push(`${topic} ${payload}`),
    acknowledged: () => {
      acknowledged += 1;
    },
  });
  const bytes = FROM_DEVICE.map(bytesOf).join("");
  for (let at = 0; at < bytes.length; at += size) broker.received(bytes.substring(at, at + size));
  expect(packetsIn(answers).map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
    ["connack", undefined],
    ["suback", 65281],
    ["puback", 300],
    ["pingresp", undefined],
  ]);
  expect(published).toEqual([`home/x ${LONG}`, "home/x 21.5"]);
  expect(acknowledged).toBe(1);
});

test("a message of the broker is a PUBLISH as MQTT has it", () => {
  expect(packetsIn(publishPacket("home/x/set", LONG, { id: 258 }))).toMatchObject([
    { cmd: "publish", topic: "home/x/set", qos: 1, messageId: 258, retain: false, length: 314 },
  ]);
  expect(packetsIn(publishPacket("home/x/set", "on", { qos: 0, retained: true }))).toMatchObject([
    { cmd: "publish", topic: "home/x/set", qos: 0, retain: true },
  ]);
});
