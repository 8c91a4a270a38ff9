// The bytes of a PUBLISH are those that mqtt-packet writes, and a message for many costs little more than one for one.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { generate, type IPublishPacket, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { MQTT_5 } from "../../../tools/sim/broker/mqtt-5.ts";
import { MQTT_311 } from "../../../tools/sim/broker/mqtt-311.ts";
import { stage } from "./raw-client.ts";

const plain: IPublishPacket = { cmd: "publish", topic: "t", payload: "x", qos: 0, dup: false, retain: false };
const ALL = {
  payloadFormatIndicator: true,
  contentType: "text/plain; é",
  responseTopic: "answers/to/ü",
  correlationData: Buffer.from([0, 200, 255]),
  userProperties: { one: ["a", "b"], zwölf: "c" },
  messageExpiryInterval: 4_000_000_000,
  subscriptionIdentifier: [1, 128, 268_435_455],
};

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes of the heap that something still needs. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const latin1 = (text: string) => Buffer.from(text, "utf8").toString("latin1");

const packets: [name: string, packet: IPublishPacket][] = [
  ["at QoS 0", plain],
  ["with every flag", { ...plain, qos: 2, dup: true, retain: true, messageId: 0xfedc }],
  ["with a topic in UTF-8", { ...plain, topic: "möbel/Tür/😀", qos: 1, messageId: 1 }],
  ...[0, 123, 124, 16_379, 16_380, 2_097_200].map((bytes): [string, IPublishPacket] => [
    `of ${bytes} bytes`,
    { ...plain, payload: "\xff".repeat(bytes) },
  ]),
];

test.each(packets)("a PUBLISH %s equals mqtt-packet's encoding", (_name, packet) => {
  for (const [protocol, protocolVersion] of [
    [MQTT_311, 4],
    [MQTT_5, 5],
  ] as const)
    for (const properties of protocolVersion === 5 ? [undefined, {}, ALL] : [undefined]) {
      const whole = { ...packet, properties };
      const expected = generate(
        { ...whole, payload: Buffer.from(packet.payload as string, "latin1") },
        { protocolVersion },
      );
      const written = protocol.write({ ...whole, topic: latin1(packet.topic) });
      expect(Buffer.from(written, "latin1").equals(expected)).toBe(true);
    }
});

test("user properties are checked once for all recipients of a message", () => {
  let looks = 0;
  const userProperties = new Proxy<Record<string, string>>(
    { a: "b" },
    {
      ownKeys(target) {
        looks += 1;
        return Reflect.ownKeys(target);
      },
    },
  );
  const write = (subscriptionIdentifier: number) =>
    MQTT_5.write({ ...plain, properties: { userProperties, subscriptionIdentifier } });
  write(1);
  const atFirst = looks;
  const written = new Set(Array.from({ length: 100 }, (_, i) => write(i + 1)));
  expect([atFirst > 0, looks, written.size]).toEqual([true, atFirst, 100]);
});

test.each([
  ["3.1.1", MQTT_311],
  ["5.0", MQTT_5],
])("a long QoS 0 message is stored once for all recipients: %s", (_version, protocol) => {
  const payload = "x".repeat(500_000);
  const kept: string[] = [];
  const before = heldBytes();
  for (let i = 0; i < 100; i += 1) {
    const written = protocol.write({ ...plain, payload });
    // As a socket takes it.
    expect(Buffer.from(written, "latin1").length).toBe(written.length);
    kept.push(written);
  }
  expect(heldBytes() - before).toBeLessThan(5_000_000);
  expect(kept).toHaveLength(100);
});

test("messages that differ in one property are each encoded with theirs", () => {
  const write = (contentType: string | undefined) => {
    const packet = MQTT_5.read(
      MQTT_5.write({ ...plain, properties: { responseTopic: "r", ...(contentType && { contentType }) } }),
    );
    return packet.cmd === "publish" && packet.properties?.contentType;
  };
  expect(["a", "b", undefined, "b"].map(write)).toEqual(["a", "b", undefined, "b"]);
});

test("the length of a PUBLISH's properties is found without decoding them", () => {
  for (const qos of [0, 1] as const)
    for (const length of [1, 121, 122, 5000]) {
      const properties = { userProperties: { a: "b".repeat(length) } };
      const bytes = MQTT_5.write({ ...plain, qos, messageId: 1, properties });
      // Which property it is, and two texts, each behind its length.
      expect(MQTT_5.propertyBytes(bytes)).toBe(1 + 2 + "a".length + 2 + length);
    }
  expect(MQTT_5.propertyBytes(MQTT_5.write(plain))).toBe(0);
  expect(MQTT_5.propertyBytes(MQTT_5.write({ cmd: "pingresp" }))).toBe(0);
});

test("a message with too many properties ends the connection before decoding", () => {
  const { open, broker } = stage({ limits: { propertyBytes: 100 } });
  const client = open();
  const send = (packet: Packet) =>
    client.sendBytes(generate(packet, { protocolVersion: 5 }).toString("latin1"));
  send({ cmd: "connect", protocolId: "MQTT", protocolVersion: 5, clientId: "a", clean: true, keepalive: 0 });
  const message = (length: number) =>
    send({ ...plain, properties: { userProperties: { a: "b".repeat(length) } } });
  message(90);
  expect([client.ended(), broker.received.length]).toEqual([undefined, 1]);
  message(100);
  expect([client.ended(), broker.received.length]).toEqual(["closed by the peer", 1]);
  expect(broker.breaches).toEqual([expect.stringContaining("more properties than the broker takes")]);
});

test("a SUBSCRIBE with the subscription identifier 0 is refused", () => {
  const subscriptions = [{ topic: "t", qos: 0, nl: false, rap: false, rh: 0 }] as const;
  const read = (subscriptionIdentifier: number) =>
    MQTT_5.read(
      generate(
        {
          cmd: "subscribe",
          messageId: 1,
          subscriptions: [...subscriptions],
          properties: { subscriptionIdentifier },
        },
        { protocolVersion: 5 },
      ).toString("latin1"),
    ).cmd;
  expect([read(1), read(0)]).toEqual(["subscribe", "unreadable"]);
});
