// Generated packets: what a device sends, and what a broker sends to it.
import fc from "fast-check";
import type { IPublishPacket, Packet } from "mqtt-packet";

/** Text as people write it, without NUL [MQTT-1.5.3-2]. */
export const text = (maxLength = 24) =>
  fc.string({ unit: "grapheme", maxLength }).map((written) => written.replaceAll("\0", "0"));

export const topic = text(30)
  .map((written) => written.replaceAll(/[+#]/g, "-"))
  .filter((written) => written !== "");

/** Levels of a filter, with wildcards where they may stand [MQTT-4.7.1-2] [MQTT-4.7.1-3]. */
const level = fc.oneof(
  fc.constant("+"),
  text(6).map((written) => written.replaceAll(/[+#/]/g, "-")),
);
export const filter = fc
  .tuple(fc.array(level, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, all]) => (all ? [...levels, "#"] : levels).join("/"))
  .filter((written) => written !== "");

/** Any bytes, one character each. */
export const bytes = (maxLength = 40) =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString("latin1"));

export const identifier = fc.integer({ min: 1, max: 65535 });

/** A PUBLISH at QoS 0 or 1, as a broker sends it. */
export const publishFromBroker: fc.Arbitrary<IPublishPacket> = fc
  .record({
    topic,
    payload: bytes(),
    qos: fc.constantFrom(0 as const, 1 as const),
    dup: fc.boolean(),
    retain: fc.boolean(),
    messageId: identifier,
  })
  .map(({ payload, dup, messageId, ...packet }) => ({
    cmd: "publish",
    ...packet,
    payload: Buffer.from(payload, "latin1"),
    ...(packet.qos === 0 ? { dup: false } : { dup, messageId }),
  }));

/** Anything that a broker may send on a connection that stands. */
export const packetFromBroker: fc.Arbitrary<Packet> = fc.oneof(
  { weight: 4, arbitrary: publishFromBroker },
  { weight: 2, arbitrary: identifier.map((messageId): Packet => ({ cmd: "puback", messageId })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(identifier, fc.array(fc.constantFrom(0, 1, 2, 128), { minLength: 1, maxLength: 5 }))
      .map(([messageId, granted]): Packet => ({ cmd: "suback", messageId, granted })),
  },
  { weight: 1, arbitrary: identifier.map((messageId): Packet => ({ cmd: "unsuback", messageId }) as Packet) },
  { weight: 1, arbitrary: fc.constant<Packet>({ cmd: "pingresp" }) },
);
