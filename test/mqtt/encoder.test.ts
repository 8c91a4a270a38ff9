// Every packet that a device sends, beside the same packet made and read by mqtt-packet.
import fc from "fast-check";
import type { IConnectPacket, Packet, QoS } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { lengthPrefixed } from "../../src/bytes/text.ts";
import { utf8 } from "../../src/bytes/utf8.ts";
import { connectPacket } from "../../src/mqtt/connect-packet.ts";
import { disconnect } from "../../src/mqtt/connection.ts";
import { LAST_QOS1_ID } from "../../src/mqtt/packet-id.ts";
import {
  identifiedPacket,
  packetStart,
  prepare,
  publishPacket,
  repeated,
  topicOf,
} from "../../src/mqtt/publication.ts";
import { requestedFilter, subscribePacket, unsubscribePacket } from "../../src/mqtt/subscribe-packet.ts";
import { bytesOf, driveClient, packetsIn } from "./driven-client.ts";
import { bytes, filter, identifier, text, topic } from "./packet-arbitraries.ts";

const qos = fc.constantFrom<QoS>(0, 1, 2);
const buffer = (of: string) => Buffer.from(of, "latin1");

/** Ours is the peer's, byte for byte, and the peer reads from it what was meant. */
function expectSame(ours: string, theirs: Packet): void {
  expect(ours).toBe(bytesOf(theirs));
  const [read] = packetsIn(ours);
  for (const [key, meant] of Object.entries(theirs)) {
    const got = read[key as keyof Packet] as unknown;
    if (Buffer.isBuffer(meant)) expect(meant.equals(got as Buffer)).toBe(true);
    else if (key === "will") expect(got).toMatchObject(meant as object);
    else if (meant !== undefined) expect(got).toEqual(meant);
  }
}

describe("CONNECT", () => {
  const options = fc.record({
    clientId: text(),
    cleanSession: fc.boolean(),
    keepAlive: fc.integer({ min: 0, max: 65535 }),
    will: fc.option(fc.record({ topic, payload: bytes(), qos, retain: fc.boolean() }), { nil: undefined }),
    // mqtt-packet leaves an empty user name or password out; ours says what it was given.
    userName: fc.option(
      text().filter((name) => name !== ""),
      { nil: undefined },
    ),
    password: fc.option(
      bytes().filter((secret) => secret !== ""),
      { nil: undefined },
    ),
  });

  describe("of all options [MQTT-3.1.2-1..3] [MQTT-3.1.2-9] [MQTT-3.1.2-13..15] [MQTT-3.1.2-18..21] [MQTT-3.1.3-1] [MQTT-3.1.3-3..4] [MQTT-3.1.3-10..11]", () => {
    test("CONNECT with any options equals mqtt-packet's encoding", () => {
      fc.assert(
        fc.property(options, ({ clientId, cleanSession, keepAlive, will, userName, password }) => {
          fc.pre(clientId !== "" || cleanSession); // MQTT-3.1.3-7
          const secret = userName === undefined ? undefined : password; // MQTT-3.1.2-22
          const theirs: IConnectPacket = {
            cmd: "connect",
            protocolId: "MQTT",
            protocolVersion: 4,
            clientId,
            clean: cleanSession,
            keepalive: keepAlive,
            username: userName,
            password: secret === undefined ? undefined : buffer(secret),
            will: will === undefined ? undefined : { ...will, payload: buffer(will.payload) },
          };
          const ours = connectPacket({
            clientId: utf8(clientId),
            cleanSession,
            keepAlive,
            will: will === undefined ? undefined : { ...will, topic: utf8(will.topic) },
            userName: userName === undefined ? undefined : utf8(userName),
            password: secret,
          });
          expectSame(ours, theirs);
        }),
      );
    });
  });

  test("[MQTT-3.1.2-22] a password without a user name is left out", () => {
    const [packet] = packetsIn(
      connectPacket({ clientId: "a", cleanSession: true, keepAlive: 0, password: "secret" }),
    );
    expect(packet).toMatchObject({ cmd: "connect" });
    expect((packet as IConnectPacket).password).toBeUndefined();
  });

  test("[MQTT-3.1.2-11] without a will, the will's QoS and retain bits are 0", () => {
    const flags = connectPacket({ clientId: "a", cleanSession: false, keepAlive: 60 }).charCodeAt(9);
    expect(flags).toBe(0);
  });

  test("CONNECT longer than 127 bytes has a length of two bytes", () => {
    const clientId = "x".repeat(200);
    expectSame(connectPacket({ clientId, cleanSession: true, keepAlive: 1 }), {
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clientId,
      clean: true,
      keepalive: 1,
    });
  });
});

describe("PUBLISH", () => {
  // Around 127 and 16,383 bytes after the fixed header the length grows by a byte.
  const payload = fc.oneof(
    bytes(),
    fc.integer({ min: 90, max: 140 }).map((length) => "p".repeat(length)),
    fc.integer({ min: 16340, max: 16400 }).map((length) => "\xff".repeat(length)),
  );

  test("PUBLISH equals mqtt-packet's encoding, for any payload [MQTT-3.3.2-1]", () => {
    fc.assert(
      fc.property(
        topic,
        fc.boolean(),
        fc.array(fc.record({ payload, id: fc.integer({ min: 1, max: LAST_QOS1_ID }), dup: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (name, retain, messages) => {
          const atMostOnce = prepare(utf8(name), 0, retain, "reject");
          const atLeastOnce = prepare(utf8(name), 1, retain, "reject");
          const exactlyOnce = prepare(utf8(name), 2, retain, "reject");
          for (const message of messages) {
            const theirs = { cmd: "publish", topic: name, payload: buffer(message.payload), retain } as const;
            expectSame(publishPacket(atMostOnce, message.payload), { ...theirs, qos: 0, dup: false });
            for (const [publication, qos, messageId] of [
              [atLeastOnce, 1, message.id],
              [exactlyOnce, 2, 256 + message.id],
            ] as const) {
              const start = packetStart(publication, message.payload.length);
              const once = identifiedPacket(publication, start, message.id, message.payload);
              const packet = message.dup ? repeated(publication, once) : once;
              expectSame(packet, { ...theirs, qos, dup: message.dup, messageId });
            }
          }
          for (const publication of [atMostOnce, atLeastOnce, exactlyOnce])
            expect(topicOf(publication)).toBe(utf8(name));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("[MQTT-2.3.1-5] [MQTT-3.3.1-2] [MQTT-4.3.1-1] PUBLISH at QoS 0 has no identifier and no DUP", () => {
    expect(publishPacket(prepare("a", 0, false, "reject"), "b")).toBe("\x30\x04\0\x01ab");
  });
});

describe("the other packets", () => {
  test("SUBSCRIBE equals mqtt-packet's encoding [MQTT-2.2.2-1] [MQTT-3.8.1-1] [MQTT-3.8.3-1] [MQTT-3.8.3-4]", () => {
    const subscriptions = fc.array(fc.record({ topic: filter, qos }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(identifier, subscriptions, (messageId, list) => {
        const filters = list.map((request) => requestedFilter(utf8(request.topic), request.qos)).join("");
        expectSame(subscribePacket(messageId, filters), { cmd: "subscribe", messageId, subscriptions: list });
      }),
    );
  });

  test("UNSUBSCRIBE equals mqtt-packet's encoding [MQTT-3.10.1-1] [MQTT-3.10.3-1..2]", () => {
    fc.assert(
      fc.property(identifier, filter, (messageId, name) => {
        const ours = unsubscribePacket(messageId, lengthPrefixed(utf8(name)));
        expectSame(ours, { cmd: "unsubscribe", messageId, unsubscriptions: [name] });
      }),
    );
  });

  test("PUBACK repeats the identifier of its PUBLISH [MQTT-2.3.1-6]", () => {
    fc.assert(
      fc.property(identifier, (messageId) => {
        const driven = driveClient();
        driven.connect();
        driven.receive({
          cmd: "publish",
          topic: "a",
          payload: "",
          qos: 1,
          dup: false,
          retain: false,
          messageId,
        });
        expect(driven.bytes()).toBe(bytesOf({ cmd: "puback", messageId }));
      }),
      { numRuns: 30 },
    );
  });

  test("PUBREC, PUBREL and PUBCOMP equal mqtt-packet's encoding [MQTT-2.2.2-1] [MQTT-3.6.1-1]", () => {
    const driven = driveClient();
    driven.connect();
    driven.receive(
      { cmd: "publish", topic: "a", payload: "", qos: 2, dup: false, retain: false, messageId: 0x1234 },
      { cmd: "pubrec", messageId: 0x5678 },
      { cmd: "pubrel", messageId: 0x1234 },
    );
    const theirs = [
      { cmd: "pubrec", messageId: 0x1234 },
      { cmd: "pubrel", messageId: 0x5678 },
      { cmd: "pubcomp", messageId: 0x1234 },
    ] as const;
    expect(driven.bytes()).toBe(theirs.map(bytesOf).join(""));
  });

  test("PINGREQ and DISCONNECT are two bytes [MQTT-3.14.1-1]", () => {
    const driven = driveClient({ keepAlive: 60 });
    driven.connect();
    driven.pass(45_000);
    expect(driven.bytes()).toBe(bytesOf({ cmd: "pingreq" }));
    driven.sent();
    disconnect(driven.client, "", driven.now());
    expect(driven.bytes()).toBe(bytesOf({ cmd: "disconnect" }));
  });
});
