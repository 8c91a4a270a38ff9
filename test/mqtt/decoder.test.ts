// Everything that a broker sends, made by mqtt-packet, in any pieces: the same effect, however the stream is cut.
import fc from "fast-check";
import type { IPublishPacket, ISubackPacket, Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { bytesOf, driveClient } from "./driven-client.ts";
import { packetFromBroker, publishFromBroker } from "./packet-arbitraries.ts";

/** Packets that are out and not acknowledged, under the identifiers 1 to 8. */
const OUT = WINDOW;

interface Effect {
  messages: string[];
  /** What the client answered. */
  answered: string;
  /** Bytes that it still keeps. */
  kept: number;
  lost: string[];
}

/** A connected client that listens to everything, has messages out, and waits for a PINGRESP. */
function listen(feed: (receive: (bytes: string) => void) => void): Effect {
  const driven = driveClient({ keepAlive: 20, packetBytes: 400 });
  const messages: string[] = [];
  const deliver = (_self: unknown, payload: string, retained: boolean, topic: string) => {
    messages.push(JSON.stringify([topic, payload, retained]));
  };
  subscribe(driven.client, "#", 1, { deliver });
  // Wildcards in front do not take topics that begin with "$".
  subscribe(driven.client, "$SYS/#", 1, { deliver });
  driven.connect();
  const publication = prepare("out", 1, false, "reject");
  for (let i = 0; i < OUT; i += 1) publish(driven.client, publication, "0123456789");
  driven.pass(15_000);
  driven.sent();
  feed(driven.receiveBytes);
  return { messages, answered: driven.bytes(), kept: driven.client.ring.bytes, lost: driven.told.lost };
}

/** What the packets should do, by their meaning. */
function meaning(packets: Packet[]): Effect {
  const published = packets.filter((packet): packet is IPublishPacket => packet.cmd === "publish");
  const acknowledged = new Set(
    packets.flatMap(({ cmd, messageId }) =>
      cmd === "puback" && (messageId as number) <= OUT ? [messageId] : [],
    ),
  );
  return {
    messages: published
      .filter(({ topic }) => !topic.startsWith("$") || /^\$SYS(\/|$)/.test(topic))
      .map(({ topic, payload, retain }) =>
        JSON.stringify([utf8(topic), (payload as Buffer).toString("latin1"), retain]),
      ),
    answered: published
      .filter(({ qos }) => qos === 1)
      .map(({ messageId }) => bytesOf({ cmd: "puback", messageId }))
      .join(""),
    kept: (OUT - acknowledged.size) * 10,
    lost: [],
  };
}

const packets = fc.array(packetFromBroker, { minLength: 1, maxLength: 8 });

test("many packets in one chunk are decoded one after another", () => {
  fc.assert(
    fc.property(packets, (list) => {
      expect(listen((receive) => receive(list.map(bytesOf).join("")))).toEqual(meaning(list));
    }),
    { numRuns: 300 },
  );
});

test("packets received byte by byte are decoded alike", () => {
  fc.assert(
    fc.property(packets, (list) => {
      const effect = listen((receive) => {
        for (const byte of list.map(bytesOf).join("")) receive(byte);
      });
      expect(effect).toEqual(meaning(list));
    }),
    { numRuns: 100 },
  );
});

test("packets split at every byte are decoded alike", () => {
  fc.assert(
    fc.property(fc.array(packetFromBroker, { minLength: 1, maxLength: 3 }), (list) => {
      const stream = list.map(bytesOf).join("");
      for (let at = 1; at < stream.length; at += 1) {
        const effect = listen((receive) => {
          receive(stream.substring(0, at));
          receive(stream.substring(at));
        });
        expect(effect).toEqual(meaning(list));
      }
    }),
    { numRuns: 40 },
  );
});

test("packets in random chunks after CONNACK are decoded alike", () => {
  fc.assert(
    fc.property(packets, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (list, lengths) => {
      const messages: string[] = [];
      const driven = driveClient({ packetBytes: 400 });
      subscribe(driven.client, "#", 1, { deliver: (_self, payload) => messages.push(payload) });
      driven.open();
      const stream = [{ cmd: "connack", returnCode: 0, sessionPresent: true } as Packet, ...list]
        .map(bytesOf)
        .join("");
      for (let at = 0, piece = 0; at < stream.length; piece += 1) {
        const length = lengths[piece % lengths.length];
        driven.receiveBytes(stream.substring(at, at + length));
        at += length;
      }
      expect(driven.told).toMatchObject({ greeted: [true], lost: [] });
      const published = list.filter(
        (packet): packet is IPublishPacket => packet.cmd === "publish" && !packet.topic.startsWith("$"),
      );
      expect(messages).toEqual(published.map(({ payload }) => (payload as Buffer).toString("latin1")));
    }),
    { numRuns: 100 },
  );
});

test("[MQTT-3.9.3-1] each SUBACK code answers the filter at its place", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 128), { minLength: 1, maxLength: 8 }), (granted) => {
      const driven = driveClient();
      granted.forEach((_code, i) => {
        subscribe(driven.client, `filter/${i}`, 1, { deliver: () => {} });
      });
      driven.open();
      driven.sent();
      driven.receive({ cmd: "connack", returnCode: 0, sessionPresent: false });
      const [{ messageId }] = driven.sent() as [ISubackPacket];
      driven.receive({ cmd: "suback", messageId, granted });
      const refused = granted.flatMap((code, i) => (code === 128 ? [`filter/${i}`] : []));
      expect(driven.told.refused).toEqual(refused);
    }),
  );
});

test("[MQTT-3.3.4-1] a PUBLISH is acknowledged by its QoS, in order [MQTT-4.6.0-2]", () => {
  fc.assert(
    fc.property(fc.array(publishFromBroker, { maxLength: 10 }), (list) => {
      const { answered } = listen((receive) => receive(list.map(bytesOf).join("")));
      expect(answered).toBe(meaning(list).answered);
    }),
    { numRuns: 100 },
  );
});

test("[MQTT-4.5.0-2] [MQTT-3.3.2-3] a message without a handler is acknowledged", () => {
  const driven = driveClient();
  driven.connect();
  const packet = {
    cmd: "publish",
    topic: "a",
    payload: "",
    qos: 1,
    dup: true,
    retain: false,
    messageId: 7,
  } as const;
  driven.receive(packet, { ...packet, messageId: 8 });
  expect(driven.sent()).toMatchObject([
    { cmd: "puback", messageId: 7 },
    { cmd: "puback", messageId: 8 },
  ]);
});

test("[MQTT-4.3.2-2] an identifier is new after its PUBACK, despite DUP", () => {
  const { messages } = listen((receive) => {
    const packet = { cmd: "publish", topic: "a", payload: "x", qos: 1, retain: false, messageId: 7 } as const;
    receive(bytesOf({ ...packet, dup: false }) + bytesOf({ ...packet, dup: true }));
  });
  expect(messages).toHaveLength(2);
});

test("a remaining length in more bytes than needed is read correctly", () => {
  // 3.1.1 does not ask for the shortest form; five bytes behind the fixed header, counted in one to four bytes.
  for (const length of ["\x05", "\x85\0", "\x85\x80\0", "\x85\x80\x80\0"]) {
    const stream = `\x30${length}\0\x01abc\x30${length}\0\x01ade`;
    const { messages, lost } = listen((receive) => receive(stream));
    expect([messages, lost]).toEqual([['["a","bc",false]', '["a","de",false]'], []]);
  }
});
