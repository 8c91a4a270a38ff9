// A payload that is longer than the device takes, given in parts to whoever asked for that: whole, in order,
// acknowledged once.
import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { disconnect } from "../../src/mqtt/connection.ts";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { bytesOf, type DrivenClient, driveClient } from "./driven-client.ts";

const LONG = Array.from({ length: 300 }, (_, i) => String.fromCharCode(i % 256)).join("");

interface Part {
  part: string;
  at: number;
  bytes: number;
  topic: string;
}

function takingParts(filter = "file", onPart = (_driven: DrivenClient) => {}) {
  const driven = driveClient({ packetBytes: 64 });
  const parts: Part[] = [];
  const wholes: string[] = [];
  subscribe(driven.client, filter, 2, {
    deliver: (_self, payload) => wholes.push(payload),
    deliverPart(_self, part, at, bytes, topic) {
      parts.push({ part, at, bytes, topic });
      onPart(driven);
    },
  });
  driven.connect();
  return { driven, parts, wholes };
}

function message(qos: 0 | 1 | 2, payload = LONG, more: Partial<IPublishPacket> = {}): string {
  const identified = qos === 0 ? {} : { messageId: 7 };
  return bytesOf({
    cmd: "publish",
    topic: "file",
    payload: Buffer.from(payload, "latin1"),
    qos,
    dup: false,
    retain: false,
    ...identified,
    ...more,
  });
}

const next = message(0, "next");
const ANSWERS = ["", "\x40\x02\0\x07", "\x50\x02\0\x07"];
/** The payload that the parts make, when each begins where the one before has ended. */
const joined = (parts: readonly Part[]) =>
  parts.reduce((payload, { part, at }) => (at === payload.length ? payload + part : `gap at ${at}`), "");

describe.each([0, 1, 2] as const)("a message in parts at QoS %i", (qos) => {
  test("a long message arrives whole, however split, and is acknowledged last", () => {
    const stream = message(qos) + next;
    for (let at = 1; at < stream.length; at += 1) {
      const { driven, parts, wholes } = takingParts();
      driven.receiveBytes(stream.substring(0, at));
      if (at < stream.length - next.length) expect(driven.bytes()).toBe("");
      driven.receiveBytes(stream.substring(at));
      expect(joined(parts)).toBe(LONG);
      expect(parts.every(({ bytes, topic }) => bytes === LONG.length && topic === "file")).toBe(true);
      expect(parts.filter(({ part }) => part === "")).toEqual([]);
      expect([driven.bytes(), wholes, driven.client.oversize.skips]).toEqual([ANSWERS[qos], ["next"], 0]);
    }
  });

  test("a long message received byte by byte is not buffered", () => {
    const { driven, parts, wholes } = takingParts();
    for (const byte of message(qos) + next) {
      driven.receiveBytes(byte);
      expect(driven.client.stream.rest.length).toBeLessThanOrEqual(64);
    }
    expect([joined(parts), wholes, driven.bytes()]).toEqual([LONG, ["next"], ANSWERS[qos]]);
  });

  test("a message cut with the link is unacknowledged and restarts at 0", () => {
    const { driven, parts } = takingParts();
    driven.receiveBytes(message(qos).substring(0, 200));
    driven.loseLink();
    driven.connect(true);
    expect(driven.bytes()).toBe("");
    parts.length = 0;
    driven.receiveBytes(message(qos, LONG, qos === 0 ? {} : { dup: true }));
    expect([joined(parts), driven.bytes()]).toEqual([LONG, ANSWERS[qos]]);
  });

  test("a handler that stops the client receives no more and acknowledges nothing", () => {
    const { driven, parts } = takingParts("file", ({ client }) => disconnect(client, "", 0));
    driven.receiveBytes(message(qos).substring(0, 200));
    driven.receiveBytes(message(qos).substring(200));
    expect([parts.length, driven.bytes()]).toEqual([1, "\xe0\0"]);
    driven.sent();
    driven.connect(true);
    driven.receive({ cmd: "pingresp" });
    expect([driven.client.connection.state, driven.told.lost]).toEqual([CONNECTED, []]);
  });
});

test("a message that fits in a packet arrives whole", () => {
  const { driven, parts, wholes } = takingParts();
  driven.receiveBytes(message(1, "short"));
  expect([parts, wholes]).toEqual([[], ["short"]]);
});

test("a topic without a parts subscriber is skipped", () => {
  const { driven, parts } = takingParts();
  driven.receiveBytes(message(1, LONG, { topic: "other" }));
  expect([parts, driven.client.oversize.skips, driven.bytes()]).toEqual([[], 1, ANSWERS[1]]);
});

test("a message cut with the link takes nothing from the next connection", () => {
  const { driven, parts } = takingParts();
  driven.receiveBytes(message(1).substring(0, 200));
  driven.loseLink();
  driven.connect(true);
  parts.length = 0;
  driven.receiveBytes(message(1, LONG, { topic: "other" }));
  expect([parts, driven.client.oversize.skips, driven.bytes()]).toEqual([[], 1, ANSWERS[1]]);
});

test("a whole-message subscriber learns of the skip beside a parts subscriber", () => {
  const { driven, parts, wholes } = takingParts();
  subscribe(driven.client, "#", 0, { deliver: (_self, payload) => wholes.push(payload) });
  driven.sent();
  driven.receiveBytes(message(1));
  expect([joined(parts), wholes, driven.bytes()]).toEqual([LONG, [], ANSWERS[1]]);
  expect([driven.client.oversize.skips, driven.told.skipped]).toEqual([1, [["file", message(1).length]]]);
});

test("a wildcard filter receives parts as well", () => {
  const { driven, parts } = takingParts("files/#");
  driven.receiveBytes(message(0, LONG, { topic: "files/a" }));
  expect([joined(parts), parts[0].topic]).toEqual([LONG, "files/a"]);
});

test("every matching filter receives each part once", () => {
  const { driven, parts } = takingParts("files/#");
  const others: string[] = ["", ""];
  for (const [index, filter] of ["files/a", "files/b"].entries())
    subscribe(driven.client, filter, 0, {
      deliver() {},
      deliverPart(_self, part) {
        others[index] += part;
      },
    });
  driven.receiveBytes(message(1, LONG, { topic: "files/a" }).substring(0, 200));
  driven.receiveBytes(message(1, LONG, { topic: "files/a" }).substring(200));
  expect([joined(parts), others, driven.client.oversize.skips]).toEqual([LONG, [LONG, ""], 0]);
  expect(driven.sent().filter(({ cmd }) => cmd === "puback")).toHaveLength(1);
});

test("at QoS 2 a copy before PUBREL is acknowledged, not delivered again", () => {
  const { driven, parts } = takingParts();
  driven.receiveBytes(message(2));
  parts.length = 0;
  driven.receiveBytes(message(2, LONG, { dup: true }));
  expect([parts, driven.bytes(), driven.told.lost]).toEqual([[], ANSWERS[2].repeat(2), []]);
  // It was taken: nothing was passed over.
  expect(driven.client.oversize.skips).toBe(0);
  driven.receive({ cmd: "pubrel", messageId: 7 });
  driven.receiveBytes(message(2));
  expect(joined(parts)).toBe(LONG);
});

test("at QoS 2 a full table defers the message until reconnection", () => {
  const { driven, parts, wholes } = takingParts();
  for (let id = 100; id < 132; id += 1) driven.receiveBytes(message(2, "short", { messageId: id }));
  expect(wholes).toHaveLength(32);
  driven.sent();
  driven.receiveBytes(message(2).substring(0, 200));
  driven.receiveBytes(message(2).substring(200));
  // Nor is one that nobody takes, which is after it: PUBREC keeps the order.
  driven.receiveBytes(message(2, LONG, { topic: "other", messageId: 8 }));
  expect([parts, driven.sent(), driven.client.oversize.skips]).toEqual([[], [], 0]);
  for (let id = 100; id < 132; id += 1) driven.receive({ cmd: "pubrel", messageId: id });
  driven.sent();
  driven.connect(true);
  driven.receiveBytes(message(2, LONG, { dup: true }).repeat(2));
  driven.receiveBytes(message(2, LONG, { topic: "other", messageId: 8, dup: true }));
  expect([joined(parts), driven.client.oversize.skips]).toEqual([LONG, 1]);
  expect(driven.sent().map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
    ["pubrec", 7],
    ["pubrec", 7],
    ["pubrec", 8],
  ]);
});

test("at QoS 2 a handler stopped in its last part runs once", () => {
  const { driven, parts } = takingParts("file", () => {
    throw new Error("out of memory");
  });
  expect(() => driven.receiveBytes(message(2))).toThrow();
  driven.receiveBytes(next);
  driven.connect(true);
  parts.length = 0;
  driven.receiveBytes(message(2, LONG, { dup: true }));
  expect([parts, driven.bytes()]).toEqual([[], ANSWERS[2]]);
});

test("only QoS 2 checks for unreleased identifiers", () => {
  const { driven, parts } = takingParts();
  driven.receiveBytes(message(2));
  for (const another of [message(0, `\0\x07${LONG}`), message(1)]) {
    parts.length = 0;
    driven.receiveBytes(another);
    expect(parts.length).toBe(1);
  }
});

test("identifiers of QoS 1 are not remembered", () => {
  const { driven, parts } = takingParts();
  // More than the table has places.
  for (let id = 1; id <= 40; id += 1) driven.receiveBytes(message(1, LONG, { messageId: id }));
  driven.receiveBytes(message(2));
  expect([parts.length, driven.told.lost]).toEqual([41, []]);
});

test("at QoS 0 a payload may begin with an invalid identifier", () => {
  const { driven, parts } = takingParts();
  const payload = "\0".repeat(100);
  driven.receiveBytes(message(0, payload));
  expect([joined(parts), driven.told.lost]).toEqual([payload, []]);
});

test("several long messages in one chunk each arrive in parts", () => {
  const { driven, parts } = takingParts();
  driven.receiveBytes(message(1).repeat(3));
  expect([parts.map(({ at }) => at), driven.client.oversize.skips]).toEqual([[0, 0, 0], 0]);
});

test("the bytes before a payload may fill the device's limit exactly", () => {
  for (const [length, taken] of [
    [64 - 3 - 2, true],
    [64 - 3 - 1, false],
  ] as const) {
    const { driven, parts } = takingParts("#");
    for (const byte of message(0, LONG, { topic: "t".repeat(length) }) + next) {
      driven.receiveBytes(byte);
      expect(driven.client.stream.rest.length).toBeLessThanOrEqual(64);
    }
    expect([joined(parts), driven.client.oversize.skips]).toEqual(taken ? [LONG, 0] : ["", 1]);
  }
});

describe("an overlong packet that no broker may send ends the connection [MQTT-4.8.0-1]", () => {
  const FORBIDDEN = "protocol error by the broker";
  const MALFORMED = "malformed packet from the broker";
  const long = "x".repeat(100);

  /** A PUBLISH with this first byte, a topic, what follows it, and a long payload. */
  function publish(header: string, topic: string, behind = ""): string {
    const body = `\0${String.fromCharCode(topic.length)}${topic}${behind}${long}`;
    return `${header}${String.fromCharCode(body.length)}${body}`;
  }

  test.each([
    ["at QoS 1 with the identifier 0 [MQTT-2.3.1-1]", publish("\x32", "file", "\0\0"), FORBIDDEN],
    ["at QoS 2 with the identifier 0 [MQTT-2.3.1-1]", publish("\x34", "file", "\0\0"), FORBIDDEN],
    ["without a topic [MQTT-4.7.3-1]", publish("\x30", ""), FORBIDDEN],
    ["with a wildcard in its topic [MQTT-3.3.2-2]", publish("\x30", "a/+"), FORBIDDEN],
    ["with NUL in its topic [MQTT-1.5.3-2]", publish("\x30", "a\0b"), MALFORMED],
    ["with an ill-formed topic [MQTT-1.5.3-1]", publish("\x30", "a\xff"), MALFORMED],
  ])("an overlong packet %s ends the connection", (_name, stream, sentence) => {
    for (let at = 1; at < stream.length; at += 1) {
      const { driven, parts } = takingParts("#");
      driven.receiveBytes(stream.substring(0, at));
      driven.receiveBytes(stream.substring(at));
      expect(driven.told.lost.map((reason) => reason.startsWith(sentence))).toEqual([true]);
      expect([parts, driven.bytes()]).toEqual([[], ""]);
      // Also where nobody takes it, and it would be passed over.
      const other = takingParts("other").driven;
      other.receiveBytes(stream.substring(0, at));
      other.receiveBytes(stream.substring(at));
      expect(other.told.lost.map((reason) => reason.startsWith(sentence))).toEqual([true]);
      expect([other.client.oversize.skips, other.bytes()]).toEqual([0, ""]);
    }
  });

  test("a skipped packet with the identifier 0 ends the connection", () => {
    const { driven } = takingParts();
    driven.receiveBytes(publish("\x32", "other", "\0\0"));
    expect(driven.told.lost[0]).toMatch(FORBIDDEN);
    expect(driven.bytes()).toBe("");
  });
});
