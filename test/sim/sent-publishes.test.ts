import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { createPublishReader, type SentPublish } from "../../tools/sim/devices/sent-publishes.ts";

const LEVELS = [4, 5] as const;
const SIZES = [1, 2, 3, 7, 1000, 100_000];

const publish =
  (level: 4 | 5) =>
  (topic: string, bytes: number, more: { qos?: 0 | 1; retain?: boolean } = {}) => {
    const { qos = 0, retain = false } = more;
    const identifier = qos === 0 ? {} : { messageId: 7 };
    return generate(
      { cmd: "publish", topic, payload: "x".repeat(bytes), qos, dup: false, retain, ...identifier },
      { protocolVersion: level },
    );
  };

function packets(level: 4 | 5): string {
  const message = publish(level);
  return Buffer.concat([
    generate({ cmd: "connect", clientId: "a", protocolId: "MQTT", protocolVersion: level }),
    message("home/a", 0, { retain: true }),
    generate({ cmd: "pingreq" }),
    message("home/kühl", 200, { qos: 1, retain: true }),
    message("home/b", 40_000),
    message("home/c", 0, { qos: 1, retain: true }),
    generate({ cmd: "disconnect" }),
  ]).toString("latin1");
}

test.each(LEVELS.flatMap((level) => SIZES.map((size) => [level, size] as const)))(
  "messages at protocol level %i are read in pieces of %i bytes",
  (level, size) => {
    const bytes = packets(level);
    const sent: SentPublish[] = [];
    const read = createPublishReader((publish) => sent.push(publish));
    for (let at = 0; at < bytes.length; at += size) read(bytes.slice(at, at + size));
    expect(sent).toEqual([
      { topic: "home/a", retain: true, isEmpty: true, packetId: 0 },
      { topic: "home/kühl", retain: true, isEmpty: false, packetId: 7 },
      { topic: "home/b", retain: false, isEmpty: false, packetId: 0 },
      { topic: "home/c", retain: true, isEmpty: true, packetId: 7 },
    ]);
  },
);

test.each(SIZES)("a topic is resolved by its alias, in pieces of %i bytes", (size) => {
  const properties = {
    payloadFormatIndicator: true,
    messageExpiryInterval: 9,
    contentType: "text",
    correlationData: Buffer.from("#"),
    userProperties: { a: ["#", "b"] },
    topicAlias: 3,
  };
  const sent = (topic: string, payload: string, retain: boolean, alias: object = properties) =>
    generate(
      { cmd: "publish", topic, payload, qos: 0, dup: false, retain, properties: alias },
      { protocolVersion: 5 },
    );
  const bytes = Buffer.concat([
    generate({ cmd: "connect", clientId: "a", protocolId: "MQTT", protocolVersion: 5 }),
    sent("home/a", "1", false),
    sent("", "2", true),
    sent("home/b", "3", false, { ...properties, topicAlias: 4 }),
    sent("", "", true),
  ]).toString("latin1");
  const read: string[] = [];
  const reads = createPublishReader(({ topic, retain, isEmpty }) =>
    read.push(`${topic} ${retain} ${isEmpty}`),
  );
  for (let at = 0; at < bytes.length; at += size) reads(bytes.slice(at, at + size));
  expect(read).toEqual(["home/a false false", "home/a true false", "home/b false false", "home/a true true"]);
});
