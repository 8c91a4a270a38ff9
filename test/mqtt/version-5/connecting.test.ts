// Connecting with MQTT 5.0: what CONNECT asks for, what a CONNACK lets a client do, and why a broker refuses
// or ends it.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { CONNECTED, GREETING, WAITING } from "../../../src/mqtt/connection-state.ts";
import { dropWords } from "../../../src/mqtt/drop-words.ts";
import { DROPPED_REFUSED } from "../../../src/mqtt/dropped.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { subscribe } from "../../../src/mqtt/subscriptions.ts";
import { adopt } from "../../../src/mqtt/version-5/publish-start.ts";
import { bytesIn5, type DrivenOptions, driveClient } from "../driven-client.ts";
import { UNSOUND } from "./unsound-packets.ts";

const drive = (options: DrivenOptions = {}) => driveClient({ level: LEVEL_5, ...options });
const LONGEST_PAUSE_MS = 60_000;

/** A client whose CONNECT is out, and what it has been answered with. */
function answered(connack: object, options?: DrivenOptions) {
  const driven = drive(options);
  driven.open();
  driven.sent();
  driven.receive({ cmd: "connack", reasonCode: 0, sessionPresent: false, ...connack } as never);
  return driven;
}

test("CONNECT has protocol version 5 and goes first [MQTT5-3.1.0-1] [MQTT5-3.1.2-2]", () => {
  const driven = drive({ keepAlive: 60 });
  publish(driven.client, prepare("a", 1, false, "reject"), "1");
  driven.open();
  expect(driven.sent()).toMatchObject([{ cmd: "connect", protocolVersion: 5, keepalive: 60, clean: false }]);
});

describe("a refusing CONNACK [MQTT5-3.2.2-7] [MQTT5-4.13.2-1]", () => {
  test.each([
    [0x81, "broker refused: malformed packet"],
    [0x84, "broker refused: protocol version; it must speak MQTT 5.0, or this client MQTT 3.1.1"],
    [0x85, "broker refused: client identifier; set another id"],
    [0x86, "broker refused: bad user name or password; set user and secret"],
    [0x87, "broker refused: not authorized; let this user in, or set another"],
    [0x8a, "broker refused: banned"],
    [0x97, "broker refused: quota exceeded"],
    [0x9a, "broker refused: retained messages; it keeps none"],
    [0x9d, "broker refused: use another broker"],
  ])("refusal %i is reported and retried after half the longest pause", (reasonCode, reason) => {
    const driven = answered({ reasonCode });
    expect([driven.client.connection.state, driven.told.lost]).toEqual([WAITING, [reason]]);
    expect(driven.client.backoff.pause).toBeGreaterThanOrEqual(LONGEST_PAUSE_MS / 2);
  });

  test.each([
    [0x80, "broker refused: unspecified error"],
    [0x88, "broker refused: unavailable"],
    [0x89, "broker refused: busy"],
  ])("refusal %i is reported and retried soon", (reasonCode, reason) => {
    const driven = answered({ reasonCode });
    expect(driven.told.lost).toEqual([reason]);
    expect(driven.client.backoff.pause).toBeLessThan(LONGEST_PAUSE_MS / 2);
  });

  test("a refusing CONNACK's reason string is reported", () => {
    const driven = answered({ reasonCode: 0x87, properties: { reasonString: "no such room" } });
    expect(driven.told.lost).toEqual([
      "broker refused: not authorized; let this user in, or set another (no such room)",
    ]);
  });

  test("a refusing CONNACK's server reference is reported", () => {
    const driven = answered({
      reasonCode: 0x9d,
      properties: { serverReference: "other.lan:1884", reasonString: "moved" },
    });
    expect(driven.told.lost).toEqual(["broker refused: use another broker: other.lan:1884 (moved)"]);
    expect(driven.client.protocol.reference).toBe("other.lan:1884");
    driven.open();
    expect(driven.client.protocol.reference).toBe("");
  });

  test("a refusal by a 3.1.1 broker says only what to do", () => {
    const driven = drive();
    driven.open();
    driven.sent();
    driven.receiveBytes("\x20\x02\0\x01");
    expect(driven.told.lost).toEqual([
      "broker refused: protocol version; it must speak MQTT 5.0, or this client MQTT 3.1.1",
    ]);
  });
});

test("a CONNACK in any chunks is decoded as one", () => {
  const bytes = bytesIn5({
    cmd: "connack",
    sessionPresent: false,
    properties: { receiveMaximum: 3, reasonString: "x".repeat(150) },
  } as never);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const driven = drive();
    driven.open();
    driven.sent();
    driven.receiveBytes(bytes.substring(0, cut));
    expect(driven.client.connection.state).toBe(cut === bytes.length ? CONNECTED : GREETING);
    driven.receiveBytes(bytes.substring(cut));
    expect([driven.client.connection.state, driven.told.greeted]).toEqual([CONNECTED, [false]]);
  }
});

test("a CONNACK longer than the client's limit ends the attempt", () => {
  const driven = answered({ properties: { reasonString: "x".repeat(300) } }, { packetBytes: 256 });
  expect(driven.told.lost).toEqual(["CONNACK is longer than this client takes"]);
});

test("session present after a clean CONNECT ends the attempt [MQTT5-3.2.2-2]", () => {
  const driven = answered({ sessionPresent: true }, { cleanSession: true });
  expect(driven.told.lost).toEqual(["protocol error by the broker: a session is present where none can be"]);
});

describe("limits of the broker's CONNACK [MQTT5-3.1.2-20] [MQTT5-3.2.2-9] [MQTT5-3.2.2-21] [MQTT5-4.9.0-1..2]", () => {
  const kept = prepare("a", 1, false, "reject");

  test("the broker's keep-alive replaces the client's for its connection [MQTT5-3.1.2-21]", () => {
    const driven = answered({ properties: { serverKeepAlive: 8 } }, { keepAlive: 60 });
    driven.pass(6_000);
    expect(driven.sent()).toMatchObject([{ cmd: "pingreq" }]);
    driven.loseLink();
    driven.connect();
    driven.pass(44_000);
    expect(driven.sent()).toEqual([]);
    driven.pass(1_000);
    expect(driven.sent()).toMatchObject([{ cmd: "pingreq" }]);
  });

  test("the broker's Receive Maximum limits messages in flight per connection [MQTT5-3.3.4-7]", () => {
    const driven = answered({ properties: { receiveMaximum: 2 } });
    for (const payload of ["1", "2", "3", "4"]) publish(driven.client, kept, payload);
    expect(driven.sent()).toMatchObject([{ payload: Buffer.from("1") }, { payload: Buffer.from("2") }]);
    driven.receive({ cmd: "puback", messageId: 1 });
    expect(driven.sent()).toMatchObject([{ payload: Buffer.from("3") }]);
    driven.loseLink();
    driven.connectAnd();
    expect(driven.sent()).toHaveLength(3);
  });

  test("a Receive Maximum above the client's window widens nothing", () => {
    const driven = answered({ properties: { receiveMaximum: 100 } });
    for (let count = 0; count < 8; count++) publish(driven.client, kept, `${count}`);
    expect(driven.sent()).toHaveLength(7);
  });

  test("the broker's Maximum Packet Size holds to the byte [MQTT5-3.2.2-15]", () => {
    for (const maximumPacketSize of [20, 131, 132, 133, 134, 135]) {
      const driven = answered({ properties: { maximumPacketSize } });
      let longest = 0;
      for (let length = 0; length < 140; length++) {
        if (publish(driven.client, kept, "x".repeat(length)) !== "kept") break;
        const bytes = driven.bytes();
        expect(bytes.length).toBeLessThanOrEqual(maximumPacketSize);
        longest = bytes.length;
        const [packet] = driven.sent();
        driven.receive({ cmd: "puback", messageId: (packet as { messageId: number }).messageId });
      }
      // A length of two bytes begins at 128: no packet has 130.
      expect(longest).toBe(maximumPacketSize);
    }
  });

  test("the broker's Maximum Packet Size drops and names longer kept messages", () => {
    const driven = drive();
    publish(driven.client, kept, "x".repeat(40));
    publish(driven.client, prepare("b", 1, false, "reject"), "2");
    driven.open();
    driven.sent();
    driven.receive({ cmd: "connack", sessionPresent: false, properties: { maximumPacketSize: 30 } } as never);
    const sent = driven.sent() as { messageId: number }[];
    expect([sent, driven.told.dropped]).toMatchObject([[{ payload: Buffer.from("2") }], ["a"]]);
    driven.receive({ cmd: "puback", messageId: sent[0]?.messageId });
    expect(driven.client.ring.bytes).toBe(0);
  });

  test("the broker's Maximum Packet Size also holds at QoS 0", () => {
    const driven = answered({});
    const publication = prepare("a", 0, false, "reject");
    adopt(driven.client, publication, 0);
    expect(publish(driven.client, publication, "x".repeat(40))).toBe("sent");
    driven.loseLink();
    driven.open();
    driven.sent();
    driven.receive({ cmd: "connack", sessionPresent: false, properties: { maximumPacketSize: 30 } } as never);
    expect(publish(driven.client, publication, "y".repeat(40))).toBe("refused: too long");
    expect(publish(driven.client, publication, "z".repeat(10))).toBe("sent");
    expect(driven.sent()).toMatchObject([{ payload: Buffer.from("z".repeat(10)) }]);
  });

  test("a Maximum Packet Size ends with its connection", () => {
    const driven = answered({ properties: { maximumPacketSize: 30 } });
    const publication = prepare("a", 1, false, "reject");
    expect(publish(driven.client, publication, "x".repeat(40))).toBe("refused: too long");
    driven.loseLink();
    driven.connect();
    expect(publish(driven.client, publication, "x".repeat(40))).toBe("kept");
  });

  test("a message above Maximum QoS is dropped and named [MQTT5-3.2.2-11]", () => {
    const driven = drive();
    publish(driven.client, kept, "1");
    driven.open();
    driven.sent();
    driven.receive({ cmd: "connack", sessionPresent: false, properties: { maximumQoS: 0 } } as never);
    expect([driven.sent(), driven.told.dropped, driven.told.lost]).toEqual([[], ["a"], []]);
    expect(dropWords(driven.client, DROPPED_REFUSED)).toBe(
      "the broker refused it: it takes messages up to QoS 0",
    );
    expect(driven.client.ring.bytes).toBe(0);
  });

  test("a retained message is refused when Retain Available is 0 [MQTT5-3.2.2-14]", () => {
    const driven = answered({ properties: { retainAvailable: false } });
    expect(publish(driven.client, prepare("a", 0, true, "reject"), "1")).toBe("refused: not taken");
    publish(driven.client, prepare("b", 1, true, "reject"), "1");
    expect([driven.sent(), driven.told.dropped, driven.told.lost]).toEqual([[], ["b"], []]);
    expect(dropWords(driven.client, DROPPED_REFUSED)).toBe(
      "the broker refused it: it keeps no retained messages",
    );
  });
});

describe("a forbidden packet ends the connection with a reason code [MQTT5 4.13.1]", () => {
  test.each(UNSOUND.filter(([, header]) => header !== 0x20))(
    "the client answers DISCONNECT to %s",
    (_what, header, body, code) => {
      const driven = drive({ packetBytes: 4096 });
      subscribe(driven.client, "a", 1, { deliver: () => {} });
      driven.connect();
      driven.sent();
      driven.receiveBytes(String.fromCharCode(header, body.length) + body);
      expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: code }]);
      expect([driven.client.connection.state, driven.told.closes]).toEqual([WAITING, 1]);
    },
  );

  test.each(UNSOUND.filter(([, header]) => header === 0x20))(
    "the client answers DISCONNECT to %s as first packet",
    (_what, header, body, code) => {
      const driven = drive();
      driven.open();
      driven.sent();
      driven.receiveBytes(String.fromCharCode(header, body.length) + body);
      expect(driven.sent()).toMatchObject([{ cmd: "disconnect", reasonCode: code }]);
    },
  );

  test.each([
    ["a second CONNACK [MQTT5-3.2.0-2]", "\x20\x03\0\0\0"],
    ["an AUTH that was not asked for [MQTT5-4.12.0-6]", "\xf0\x06\x18\x04\x15\0\x01S"],
    [
      "a topic alias that was not allowed [MQTT5-3.1.2-26..27] [MQTT5-3.3.2-11]",
      "\x30\x07\0\x01a\x03\x23\0\x01",
    ],
  ])("the client answers DISCONNECT to the forbidden %s", (_what, bytes) => {
    const driven = drive();
    driven.connect();
    driven.receiveBytes(bytes);
    expect(driven.sent()).toMatchObject([
      { cmd: "disconnect", reasonCode: bytes[0] === "\x30" ? 0x94 : 0x82 },
    ]);
  });
});

describe("a DISCONNECT by the broker [MQTT5-3.1.4-3] [MQTT5-4.13.2-1]", () => {
  test.each([
    [0x8b, "shutting down"],
    [0xa0, "maximum connect time"],
    [0x8e, "another client uses this identifier"],
  ])("a DISCONNECT with %i is reported, and the client reconnects soon", (reasonCode, name) => {
    const driven = drive();
    driven.connect();
    driven.receive({ cmd: "disconnect", reasonCode });
    expect(driven.told.lost).toEqual([`broker ended the connection: ${name}`]);
    expect(driven.client.backoff.pause).toBeLessThan(LONGEST_PAUSE_MS / 2);
  });

  test.each([
    [0x87, "not authorized; let this user in, or set another"],
    [0x97, "quota exceeded"],
    [0x98, "administrative action"],
  ])("a DISCONNECT with %i is reported, and the client pauses long", (reasonCode, name) => {
    const driven = drive();
    driven.connect();
    driven.receive({ cmd: "disconnect", reasonCode, properties: { reasonString: "so" } });
    expect(driven.told.lost).toEqual([`broker ended the connection: ${name} (so)`]);
    expect(driven.client.backoff.pause).toBeGreaterThanOrEqual(LONGEST_PAUSE_MS / 2);
  });

  test("a DISCONNECT's server reference is reported", () => {
    const driven = drive();
    driven.connect();
    driven.receive({ cmd: "disconnect", reasonCode: 0x9c, properties: { serverReference: "other.lan" } });
    expect(driven.told.lost).toEqual(["broker ended the connection: use another broker: other.lan"]);
    expect(driven.client.protocol.reference).toBe("other.lan");
  });

  test("five takeovers in a minute are reported as another client", () => {
    const driven = drive();
    for (let times = 0; times < 5; times++) {
      driven.connect();
      driven.receive({ cmd: "disconnect", reasonCode: 0x8e });
    }
    expect(driven.told.lost.at(-1)).toBe("kicked 5 times in a minute: another client uses this identifier");
  });

  test("a third DISCONNECT over a packet's size drops the oldest sent message", () => {
    const driven = drive();
    publish(driven.client, prepare("a", 1, false, "reject"), "x".repeat(200));
    publish(driven.client, prepare("b", 1, false, "reject"), "2");
    for (let times = 0; times < 3; times++) {
      driven.connectAnd();
      driven.receive({ cmd: "pingresp" }, { cmd: "disconnect", reasonCode: 0x95 });
      driven.sent();
    }
    expect(driven.told.dropped).toEqual(["a"]);
    driven.connectAnd();
    expect(driven.sent().at(-1)).toMatchObject({ cmd: "publish", topic: "b" });
  });
});
