// Packets that brokers send in MQTT 5.0, with any of their properties, as mqtt-packet takes them.
import fc from "fast-check";
import type { Packet } from "mqtt-packet";

/** Without what a topic may not have. */
const text = fc
  .string({ unit: "binary", maxLength: 8 })
  .filter((text) => !/[\0+#]|\p{Surrogate}/u.test(text));
const name = text.filter((text) => text !== "");
const data = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes));
const uint16 = fc.integer({ min: 1, max: 0xffff });
const uint32 = fc.integer({ min: 1, max: 0xffffffff });
const messageId = uint16;
const userProperties = fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 })), {
  minKeys: 1,
  maxKeys: 2,
});
const partly = { requiredKeys: [] as [] };

export const connackProperties = fc.record(
  {
    sessionExpiryInterval: uint32,
    receiveMaximum: uint16,
    maximumQoS: fc.constantFrom(0, 1),
    retainAvailable: fc.boolean(),
    maximumPacketSize: uint32,
    assignedClientIdentifier: text,
    topicAliasMaximum: uint16,
    reasonString: text,
    userProperties,
    wildcardSubscriptionAvailable: fc.boolean(),
    subscriptionIdentifiersAvailable: fc.boolean(),
    sharedSubscriptionAvailable: fc.boolean(),
    serverKeepAlive: uint16,
    responseInformation: text,
    serverReference: text,
    authenticationMethod: text,
    authenticationData: data,
  },
  partly,
);

const messageProperties = fc.record(
  {
    payloadFormatIndicator: fc.boolean(),
    messageExpiryInterval: uint32,
    topicAlias: uint16,
    responseTopic: name,
    correlationData: data,
    userProperties,
    subscriptionIdentifier: fc.integer({ min: 1, max: 268435455 }),
    contentType: text,
  },
  partly,
);

const reasonProperties = fc.record({ reasonString: text, userProperties }, partly);

const reply = (cmd: "puback" | "pubrec" | "pubrel" | "pubcomp", codes: number[]) =>
  fc.record({
    cmd: fc.constant(cmd),
    messageId,
    reasonCode: fc.constantFrom(...codes),
    properties: reasonProperties,
  });

const codes = (cmd: "suback" | "unsuback", allowed: number[]) =>
  fc.record({
    cmd: fc.constant(cmd),
    messageId,
    granted: fc.array(fc.constantFrom(...allowed), { minLength: 1, maxLength: 3 }),
    properties: reasonProperties,
  });

/** Any packet that a broker may send. */
export const brokerPackets = fc.oneof(
  fc.record({
    cmd: fc.constant("connack" as const),
    sessionPresent: fc.constant(false),
    reasonCode: fc.constantFrom(0, 0x80, 0x84, 0x87, 0x97, 0x9d),
    properties: connackProperties,
  }),
  fc.record({
    cmd: fc.constant("publish" as const),
    topic: name,
    payload: data,
    qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    dup: fc.constant(false),
    retain: fc.boolean(),
    messageId,
    properties: messageProperties,
  }),
  reply("puback", [0, 0x10, 0x80, 0x97]),
  reply("pubrec", [0, 0x10, 0x87]),
  reply("pubrel", [0, 0x92]),
  reply("pubcomp", [0, 0x92]),
  codes("suback", [0, 1, 2, 0x87, 0xa2]),
  codes("unsuback", [0, 0x11, 0x8f]),
  fc.record({
    cmd: fc.constant("disconnect" as const),
    reasonCode: fc.constantFrom(0, 0x8b, 0x8e, 0x9d),
    properties: fc.record({ reasonString: text, userProperties, serverReference: text }, partly),
  }),
  fc.record({
    cmd: fc.constant("auth" as const),
    reasonCode: fc.constantFrom(0, 0x18),
    properties: fc.record(
      { authenticationMethod: name, authenticationData: data, reasonString: text, userProperties },
      { requiredKeys: ["authenticationMethod"] },
    ),
  }),
  fc.constant({ cmd: "pingresp" as const }),
) as fc.Arbitrary<Packet>;
