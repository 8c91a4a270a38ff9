// Packets that a client writes in MQTT 5.0, beside the same packet made by mqtt-packet,
// and its reading of a CONNACK.
import fc from "fast-check";
import { generate, type IConnectPacket, type Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { lengthPrefixed } from "../../../src/bytes/text.ts";
import { utf8 } from "../../../src/bytes/utf8.ts";
import { variableLength } from "../../../src/bytes/variable-length.ts";
import { connectPacket, LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { bodyAt } from "../../../src/mqtt/frame.ts";
import {
  NO_LOCAL,
  NO_RETAINED,
  RETAIN_AS_PUBLISHED,
  RETAINED_WHEN_NEW,
  requestedFilter,
  subscribePacket,
  unsubscribePacket,
} from "../../../src/mqtt/subscribe-packet.ts";
import {
  byteProperty,
  counted,
  longProperty,
  NEVER,
  shortProperty,
  textProperty,
  userProperty,
} from "../../../src/mqtt/version-5/property-bytes.ts";
import { answerPacket, authPacket, disconnectPacket } from "../../../src/mqtt/version-5/reasoned-packets.ts";
import { AS_ASKED, readTerms, UNLIMITED } from "../../../src/mqtt/version-5/terms.ts";
import { filter, text, topic } from "../packet-arbitraries.ts";
import { connackProperties } from "./broker-packets.ts";

const bytesOf = (packet: Packet) => generate(packet, { protocolVersion: 5 }).toString("latin1");
const buffer = (bytes: string) => Buffer.from(bytes, "latin1");
const qos = fc.constantFrom(0 as const, 1 as const, 2 as const);
const uint16 = fc.integer({ min: 1, max: 65535 });
const uint32 = fc.integer({ min: 1, max: 2147483647 });
const some = text().filter((word) => word !== "");
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

describe("CONNECT [MQTT5-3.1.2-3] [MQTT5-3.1.2-9] [MQTT5-3.1.2-11..13] [MQTT5-3.1.2-16..19] [MQTT5-3.1.3-3..4] [MQTT5-3.1.3-11..12]", () => {
  const options = fc.record({
    clientId: text(),
    cleanStart: fc.boolean(),
    keepAlive: uint16,
    expiry: fc.oneof(uint32, fc.constant(NEVER)),
    window: uint16,
    packetBytes: uint32,
    aliases: uint16,
    own: some,
    will: maybe(fc.record({ topic, payload: some, qos, retain: fc.boolean(), delay: uint32, type: some })),
    userName: maybe(some),
    password: maybe(some),
  });

  test("CONNECT with all its options equals mqtt-packet's encoding [MQTT5-3.1.2-1] [MQTT5-3.1.3-1]", () => {
    fc.assert(
      fc.property(options, (options) => {
        const { will, userName, password } = options;
        const theirs: IConnectPacket = {
          cmd: "connect",
          protocolId: "MQTT",
          protocolVersion: 5,
          clientId: options.clientId,
          clean: options.cleanStart,
          keepalive: options.keepAlive,
          properties: {
            sessionExpiryInterval: options.expiry === NEVER ? 0xffffffff : options.expiry,
            receiveMaximum: options.window,
            maximumPacketSize: options.packetBytes,
            topicAliasMaximum: options.aliases,
            userProperties: { room: options.own },
          },
          username: userName,
          password: password === undefined ? undefined : Buffer.from(password),
          will:
            will === undefined
              ? undefined
              : {
                  topic: will.topic,
                  payload: Buffer.from(will.payload),
                  qos: will.qos,
                  retain: will.retain,
                  properties: { willDelayInterval: will.delay, contentType: will.type },
                },
        };
        // mqtt-packet wants what 3.1.1 does: a user name with a password, and an identifier or a clean start.
        fc.pre(password === undefined || userName !== undefined);
        fc.pre(options.clientId !== "" || options.cleanStart);
        const ours = connectPacket({
          clientId: utf8(options.clientId),
          cleanSession: options.cleanStart,
          level: LEVEL_5,
          keepAlive: options.keepAlive,
          properties:
            longProperty(0x11, options.expiry) +
            shortProperty(0x21, options.window) +
            longProperty(0x27, options.packetBytes) +
            shortProperty(0x22, options.aliases) +
            userProperty("room", utf8(options.own)),
          ...(will !== undefined && {
            will: {
              topic: utf8(will.topic),
              payload: utf8(will.payload),
              qos: will.qos,
              retain: will.retain,
              properties: longProperty(0x18, will.delay) + textProperty(0x03, utf8(will.type)),
            },
          }),
          ...(userName !== undefined && { userName: utf8(userName) }),
          ...(password !== undefined && { password: utf8(password) }),
        });
        expect(ours).toBe(bytesOf(theirs));
      }),
    );
  });
});

test("SUBSCRIBE with all its options equals mqtt-packet's encoding [MQTT5-3.8.1-1] [MQTT5-3.8.3-1] [MQTT5-3.8.3-3] [MQTT5-3.8.3-5]", () => {
  const row = fc.record({ filter, qos, nl: fc.boolean(), rap: fc.boolean(), rh: fc.constantFrom(0, 1, 2) });
  fc.assert(
    fc.property(uint16, uint32, fc.array(row, { minLength: 1, maxLength: 3 }), (id, large, wanted) => {
      const subscriptionIdentifier = (large % 268435455) + 1;
      const theirs = wanted.map(({ filter: topic, ...others }) => ({ topic, ...others }));
      const ours = wanted.map((own) =>
        requestedFilter(
          utf8(own.filter),
          own.qos +
            (own.nl ? NO_LOCAL : 0) +
            (own.rap ? RETAIN_AS_PUBLISHED : 0) +
            own.rh * RETAINED_WHEN_NEW,
        ),
      );
      expect(
        subscribePacket(id, counted("\x0b" + variableLength(subscriptionIdentifier)) + ours.join("")),
      ).toBe(
        bytesOf({
          cmd: "subscribe",
          messageId: id,
          properties: { subscriptionIdentifier },
          subscriptions: theirs,
        } as Packet),
      );
    }),
  );
});

test("Retain Handling 2 has twice the bit of Retain Handling 1", () => {
  expect(NO_RETAINED).toBe(2 * RETAINED_WHEN_NEW);
});

test("UNSUBSCRIBE equals mqtt-packet's encoding [MQTT5-3.10.1-1] [MQTT5-3.10.3-1..2]", () => {
  fc.assert(
    fc.property(uint16, filter, (messageId, wanted) => {
      expect(unsubscribePacket(messageId, counted("") + lengthPrefixed(utf8(wanted)))).toBe(
        bytesOf({ cmd: "unsubscribe", messageId, unsubscriptions: [wanted] }),
      );
    }),
  );
});

test("acknowledgements with a reason code equal mqtt-packet's encoding", () => {
  for (const [cmd, header, reasonCode] of [
    ["puback", 0x40, 0x97],
    ["pubrec", 0x50, 0x83],
    ["pubrel", 0x62, 0x92],
    ["pubcomp", 0x70, 0x92],
  ] as const) {
    const theirs = bytesOf({ cmd, messageId: 0x1234, reasonCode } as Packet);
    const ours = answerPacket(header, 0x1234, reasonCode);
    expect(ours, cmd).toBe(theirs);
    // Without a reason it is the packet of 3.1.1 (3.4.2.1).
    expect(answerPacket(header, 0x1234, 0), cmd).toBe(`${ours[0]}\x02\x12\x34`);
  }
});

test("DISCONNECT and AUTH equal mqtt-packet's encoding", () => {
  expect(disconnectPacket(0, "")).toBe("\xe0\0");
  expect(disconnectPacket(4, "")).toBe(bytesOf({ cmd: "disconnect", reasonCode: 4 }));
  expect(disconnectPacket(0, longProperty(0x11, 60))).toBe(
    bytesOf({ cmd: "disconnect", reasonCode: 0, properties: { sessionExpiryInterval: 60 } }),
  );
  const properties = { authenticationMethod: "SCRAM", authenticationData: buffer("\0\xff") };
  expect(authPacket(0x18, textProperty(0x15, "SCRAM") + textProperty(0x16, "\0\xff"))).toBe(
    bytesOf({ cmd: "auth", reasonCode: 0x18, properties }),
  );
});

test("a one-byte property is its identifier and that byte", () => {
  expect(byteProperty(0x17, 0)).toBe("\x17\0");
});

const pair = (name: string, value: string) => lengthPrefixed(utf8(name)) + lengthPrefixed(utf8(value));

test("a CONNACK's properties are read as mqtt-packet wrote them [MQTT5-3.1.2-21] [MQTT5-3.1.3-7] [MQTT5-3.2.2-16]", () => {
  fc.assert(
    fc.property(connackProperties, (properties) => {
      const bytes = bytesOf({ cmd: "connack", reasonCode: 0, sessionPresent: false, properties });
      const terms = readTerms(bytes, bodyAt(bytes, 0) + 2, bytes.length);
      const clamped = (value: number | undefined, without: number) => Math.min(value ?? without, UNLIMITED);
      expect(terms).toEqual({
        sessionExpiry: clamped(properties.sessionExpiryInterval, AS_ASKED),
        receiveMaximum: properties.receiveMaximum ?? 65535,
        maximumQos: properties.maximumQoS ?? 2,
        takesRetained: properties.retainAvailable ?? true,
        packetBytes: clamped(properties.maximumPacketSize, UNLIMITED),
        topicAliases: properties.topicAliasMaximum ?? 0,
        keepAlive: properties.serverKeepAlive ?? AS_ASKED,
        takesWildcards: properties.wildcardSubscriptionAvailable ?? true,
        takesSubscriptionIdentifiers: properties.subscriptionIdentifiersAvailable ?? true,
        takesSharedSubscriptions: properties.sharedSubscriptionAvailable ?? true,
        assignedClientId: utf8(properties.assignedClientIdentifier ?? ""),
        serverReference: utf8(properties.serverReference ?? ""),
        reason: utf8(properties.reasonString ?? ""),
        responseInformation: utf8(properties.responseInformation ?? ""),
        userProperties: Object.entries(properties.userProperties ?? {})
          .flatMap(([name, values]) => [values].flat().map((value) => `&${pair(name, value)}`))
          .join(""),
      });
    }),
  );
});
