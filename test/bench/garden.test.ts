// The garden's bytes are what its packets come to, counted by a codec of somebody else.
import { generate, type Packet, parser } from "mqtt-packet";
import { expect, test } from "vitest";
import { dayOf } from "../../tools/laboratory/bench/node/garden.ts";

const TOPIC = "bed/0001/soil";
const DAY_S = 86_400;

function packetsIn(bytes: string, protocolVersion: number): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion });
  reader.on("packet", (packet) => packets.push(packet));
  expect(reader.parse(Buffer.from(bytes, "latin1"))).toBe(0);
  return packets;
}

test.each([
  [3, 4, 4 + TOPIC.length + 2],
  [5, 5, 8 + 2],
] as const)("the packets of version %i are all that the wire carries", (mqtt, protocolVersion, bytes) => {
  const { toBroker, toDevice } = dayOf(mqtt);
  const [sent, answers] = [packetsIn(toBroker, protocolVersion), packetsIn(toDevice, protocolVersion)];
  const lengthOf = (packet: Packet) => generate(packet, { protocolVersion }).length;
  const values = sent.filter(({ cmd, ...packet }) => {
    const { topic, payload } = packet as { topic?: string; payload?: Buffer };
    return cmd === "publish" && (topic === TOPIC || topic === "") && /^\d\d$/.test(`${payload}`);
  });
  expect(values).toHaveLength(DAY_S / 300);
  expect(values.slice(1).map(lengthOf)).toEqual(values.slice(1).map(() => bytes));
  const pings = sent.filter(({ cmd }) => cmd === "pingreq");
  const others = sent.filter((packet) => !values.includes(packet) && !pings.includes(packet));
  // CONNECT, SUBSCRIBE of its own status, and that it is online and has no problem.
  expect(others.map(({ cmd }) => cmd)).toEqual(["connect", "subscribe", "publish", "publish"]);
  expect(answers.filter(({ cmd }) => cmd === "pingresp")).toHaveLength(pings.length);
  const sum = (packets: Packet[]) => packets.reduce((length, packet) => length + lengthOf(packet), 0);
  expect([sum(sent), sum(answers)]).toEqual([toBroker.length, toDevice.length]);
});
