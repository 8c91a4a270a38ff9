// A PUBLISH longer than the device takes: passed over in any pieces, acknowledged where its QoS asks, counted and told.
import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { bytesOf, type DrivenClient, driveClient } from "./driven-client.ts";

const PACKET_BYTES = 32;

function listen(): { driven: DrivenClient; messages: string[] } {
  const driven = driveClient({ packetBytes: PACKET_BYTES });
  const messages: string[] = [];
  subscribe(driven.client, "#", 1, { deliver: (_self, payload) => messages.push(payload) });
  driven.connect();
  return { driven, messages };
}

function publication(qos: 0 | 1, length: number, topic = "topic"): IPublishPacket {
  const payload = "x".repeat(length - (2 + 2 + topic.length + (qos === 1 ? 2 : 0)));
  return {
    cmd: "publish",
    topic,
    payload,
    qos,
    dup: false,
    retain: false,
    ...(qos === 1 ? { messageId: 0x0102 } : {}),
  };
}

/** The next packet shows that the stream is still in step. */
const next = bytesOf({
  cmd: "publish",
  topic: "next",
  payload: "taken",
  qos: 1,
  dup: false,
  retain: false,
  messageId: 9,
});
const ownAnswer = (qos: 0 | 1) => (qos === 1 ? bytesOf({ cmd: "puback", messageId: 0x0102 }) : "");
const nextAnswer = bytesOf({ cmd: "puback", messageId: 9 });

describe.each([0, 1] as const)("an oversized packet at QoS %i", (qos) => {
  test("a packet one byte too long is skipped, the longest accepted", () => {
    const { driven, messages } = listen();
    const fits = publication(qos, PACKET_BYTES);
    driven.receiveBytes(bytesOf(fits) + bytesOf(publication(qos, PACKET_BYTES + 1)) + next);
    expect(messages).toEqual([fits.payload, "taken"]);
    expect(driven.client.oversize.skips).toBe(1);
    expect(driven.bytes()).toBe(ownAnswer(qos) + ownAnswer(qos) + nextAnswer);
  });

  test.each([33, 60, 200, 20_000])(
    "a packet of %i bytes, split anywhere, is skipped once and acknowledged",
    (length) => {
      const stream = bytesOf(publication(qos, length)) + next;
      // Cuts in the middle of a long payload are all alike.
      const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1).filter(
        (at) => at < 60 || at > stream.length - 60,
      );
      for (const at of cuts) {
        const { driven, messages } = listen();
        driven.receiveBytes(stream.substring(0, at));
        driven.receiveBytes(stream.substring(at));
        expect([messages, driven.client.oversize.skips, driven.told.lost]).toEqual([["taken"], 1, []]);
        expect(driven.bytes()).toBe(ownAnswer(qos) + nextAnswer);
      }
    },
  );

  test("the host learns topic and size once, however the packet is split", () => {
    const stream = bytesOf(publication(qos, 60)) + next;
    for (const bytes of [stream, ...Array.from({ length: 59 }, (_, at) => stream.substring(0, at + 1))]) {
      const { driven } = listen();
      for (const piece of [bytes, stream.substring(bytes.length)]) driven.receiveBytes(piece);
      expect(driven.told.skipped).toEqual([["topic", 60]]);
    }
  });

  test("the host learns no topic when the topic alone is too long", () => {
    const { driven } = listen();
    const long = bytesOf(publication(qos, 500, "t".repeat(400)));
    driven.receiveBytes(long);
    expect(driven.told.skipped).toEqual([["", long.length]]);
  });

  test("several oversized packets are skipped when received byte by byte", () => {
    const { driven, messages } = listen();
    const stream = (bytesOf(publication(qos, 40)) + bytesOf(publication(qos, 400)) + next).repeat(3);
    for (const byte of stream) driven.receiveBytes(byte);
    expect(messages).toEqual(["taken", "taken", "taken"]);
    expect(driven.client.oversize.skips).toBe(6);
    expect(driven.bytes()).toBe((ownAnswer(qos).repeat(2) + nextAnswer).repeat(3));
  });

  test("a topic longer than the device's limit", () => {
    const { driven, messages } = listen();
    driven.receiveBytes(bytesOf(publication(qos, 500, "t".repeat(400))) + next);
    expect([messages, driven.client.oversize.skips]).toEqual([["taken"], 1]);
    expect(driven.bytes()).toBe(ownAnswer(qos) + nextAnswer);
  });

  test("an overlong topic is skipped before any payload, split anywhere", () => {
    const topic = "t".repeat(PACKET_BYTES + 10);
    const smallest = bytesOf(publication(qos, 2 + 2 + topic.length + (qos === 1 ? 2 : 0), topic)).length;
    for (const length of [smallest, smallest + 1, smallest + 3 * PACKET_BYTES]) {
      const stream = bytesOf(publication(qos, length, topic)) + next;
      for (let at = 1; at < stream.length; at += 1) {
        const { driven, messages } = listen();
        driven.receiveBytes(stream.substring(0, at));
        driven.receiveBytes(stream.substring(at));
        expect([messages, driven.client.oversize.skips, driven.told.lost]).toEqual([["taken"], 1, []]);
        expect(driven.bytes()).toBe(ownAnswer(qos) + nextAnswer);
      }
    }
  });

  test("a skipped topic holds no memory", () => {
    const { driven } = listen();
    const stream = bytesOf(publication(qos, 5_000));
    for (let at = 0; at < stream.length; at += 100) {
      driven.receiveBytes(stream.substring(at, at + 100));
      expect(driven.client.stream.rest.length).toBeLessThanOrEqual(PACKET_BYTES);
    }
  });

  test("a connection's end inside a packet leaves nothing to skip", () => {
    const stream = bytesOf(publication(qos, 60)) + next;
    for (let at = 1; at < 60; at += 1) {
      const { driven, messages } = listen();
      driven.receiveBytes(stream.substring(0, at));
      driven.loseLink();
      driven.connect(true);
      driven.receiveBytes(next);
      expect(messages).toEqual(["taken"]);
      expect(driven.bytes()).toBe(nextAnswer);
    }
  });
});

test("a packet of the longest allowed length of two bytes is accepted", () => {
  const driven = driveClient({ packetBytes: 200 });
  const messages: string[] = [];
  subscribe(driven.client, "#", 1, { deliver: (_self, payload) => messages.push(payload) });
  driven.connect();
  // Its header is a byte longer than `publication` counts.
  const fits = publication(0, 199);
  expect(bytesOf(fits)).toHaveLength(200);
  driven.receiveBytes(bytesOf(fits) + bytesOf(publication(0, 200)) + next);
  expect([messages, driven.client.oversize.skips]).toEqual([[fits.payload, "taken"], 1]);
});

test("a skipped packet without room for its identifier ends the connection", () => {
  // Remaining length 40, and a topic that claims all of it.
  const { driven } = listen();
  driven.receiveBytes(`\x32\x28\0\x26${"t".repeat(38)}`);
  expect(driven.told.lost).toEqual(["malformed packet from the broker"]);
});

test("a skipped packet whose topic exceeds its length ends the connection", () => {
  for (const header of ["\x30", "\x32"]) {
    const { driven } = listen();
    driven.receiveBytes(`${header}\x28\x01\0${"t".repeat(38)}`);
    expect(driven.told.lost).toEqual(["malformed packet from the broker"]);
  }
});

test.each([
  ["a reserved type", "\x00"],
  ["CONNACK", "\x20"],
  ["PUBLISH at QoS 3", "\x36"],
  ["PUBACK", "\x40"],
  ["SUBACK", "\x90"],
])("an oversized packet that is %s ends the connection", (_name, header) => {
  const { driven } = listen();
  driven.receiveBytes(`${header}\x28\0\x01${"t".repeat(38)}`);
  expect([driven.told.lost, driven.bytes()]).toEqual([["malformed packet from the broker"], ""]);
});

test("a skipped packet with identifier 0 ends the connection", () => {
  const topic = "t".repeat(PACKET_BYTES);
  const { driven } = listen();
  driven.receiveBytes(
    `\x32${String.fromCharCode(topic.length + 14)}\0${String.fromCharCode(topic.length)}${topic}\0\0${"x".repeat(10)}`,
  );
  expect([driven.told.lost, driven.bytes()]).toEqual([
    ["protocol error by the broker: packet identifier 0"],
    "",
  ]);
});
