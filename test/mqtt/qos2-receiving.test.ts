// Messages that come in at QoS 2: each is delivered once, however often the broker sends it before its PUBREL.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../src/mqtt/connect-packet.ts";
import { disconnect } from "../../src/mqtt/connection.ts";
import { rememberAll } from "../../src/mqtt/qos2-received-ids.ts";
import { driveClient } from "./driven-client.ts";
import { messageBytes, shake } from "./handshake.ts";

/** Identifiers that the client remembers at most. */
const MOST = 32;
const ids = Array.from({ length: MOST }, (_, i) => 1000 + i);

test("[MQTT-4.3.3-2] a message is delivered once until PUBREL, despite any DUP", () => {
  const { driven, message, answer, heard, messages } = shake();
  driven.connect();
  message("a", 7);
  message("a", 7, true);
  message("a", 7);
  expect([heard(), messages]).toEqual([["pubrec 7", "pubrec 7", "pubrec 7"], ["a"]]);
  answer("pubrel", 7);
  expect(heard()).toEqual(["pubcomp 7"]);
  message("b", 7, true);
  expect([heard(), messages]).toEqual([["pubrec 7"], ["a", "b"]]);
});

test("[MQTT-3.3.4-1] [MQTT-2.3.1-6] answers repeat their message's identifier, from 1 to 65,535", () => {
  const { driven, message, answer, heard } = shake();
  driven.connect();
  for (const id of [1, 255, 256, 257, 0x1234, 65_535]) {
    message("a", id);
    answer("pubrel", id);
    expect(heard()).toEqual([`pubrec ${id}`, `pubcomp ${id}`]);
  }
});

test("[MQTT-4.6.0-3] PUBREC goes out in the messages' order", () => {
  const { driven, heard } = shake();
  driven.connect();
  driven.receiveBytes([9, 3, 65_535, 4].map((id) => messageBytes("a", id)).join(""));
  driven.receiveBytes([8, 1].map((id) => messageBytes("a", id)).join(""));
  expect(heard()).toEqual(["pubrec 9", "pubrec 3", "pubrec 65535", "pubrec 4", "pubrec 8", "pubrec 1"]);
});

test("[MQTT-4.5.0-2] a message without a matching filter completes its handshake", () => {
  const { driven, answer, heard, messages } = shake();
  driven.connect();
  driven.receive({
    cmd: "publish",
    topic: "$x",
    payload: "",
    qos: 2,
    dup: false,
    retain: false,
    messageId: 5,
  });
  answer("pubrel", 5);
  expect([heard(), messages]).toEqual([["pubrec 5", "pubcomp 5"], []]);
});

test("[MQTT-4.3.3-2] PUBREL gets PUBCOMP, also when unknown or repeated", () => {
  const { driven, message, answer, heard } = shake();
  driven.connect();
  message("a", 7);
  answer("pubrel", 7, 7, 99);
  expect([heard(), driven.told.lost]).toEqual([["pubrec 7", "pubcomp 7", "pubcomp 7", "pubcomp 99"], []]);
});

test("a QoS 2 handshake received byte by byte completes", () => {
  const { driven, heard, messages } = shake();
  driven.connect();
  for (const byte of `${messageBytes("a", 7)}${messageBytes("a", 7, true)}\x62\x02\0\x07${messageBytes("b", 7)}`)
    driven.receiveBytes(byte);
  expect([heard(), messages]).toEqual([
    ["pubrec 7", "pubrec 7", "pubcomp 7", "pubrec 7"],
    ["a", "b"],
  ]);
});

describe("a QoS 2 handshake over a lost link", () => {
  test("a kept session never delivers a delivered message again", () => {
    const { driven, message, answer, heard, messages } = shake();
    driven.connect();
    message("a", 7);
    driven.loseLink();
    driven.connect(true);
    message("a", 7, true);
    expect([heard(), messages]).toEqual([["pubrec 7"], ["a"]]);
    driven.loseLink();
    driven.connect(true);
    answer("pubrel", 7);
    expect(heard()).toEqual(["pubcomp 7"]);
    message("b", 7);
    expect(messages).toEqual(["a", "b"]);
  });

  test("[MQTT-3.1.2-6] a new session treats the identifier as a new message's", () => {
    const { driven, message, messages } = shake();
    driven.connect();
    message("a", 7);
    driven.loseLink();
    driven.connect(false);
    message("b", 7);
    expect(messages).toEqual(["a", "b"]);
  });

  test("an unsent PUBREC goes out with the message's next copy", () => {
    const { driven, message, heard, messages } = shake();
    driven.connect();
    message("a", 7);
    // What was written is lost with the link.
    driven.loseLink();
    driven.connect(true);
    expect(heard()).toEqual([]);
    message("a", 7, true);
    expect([heard(), messages]).toEqual([["pubrec 7"], ["a"]]);
  });
});

describe("the table of identifiers", () => {
  test("the identifier table holds 32 in any order and frees at PUBREL", () => {
    const { driven, message, answer, heard, messages } = shake();
    driven.connect();
    for (const id of ids) message(`${id}`, id);
    expect(messages).toHaveLength(MOST);
    answer("pubrel", ids[5], ids[31], ids[0]);
    heard();
    for (const id of [1, 2, 3]) message(`${id}`, id);
    expect([heard(), driven.told.lost]).toEqual([["pubrec 1", "pubrec 2", "pubrec 3"], []]);
    // Those that stayed are still known.
    for (const id of [ids[1], ids[6], ids[30]]) message("again", id, true);
    expect(messages).toHaveLength(MOST + 3);
  });

  test("a full identifier table still recognises repeated messages", () => {
    const { driven, message, heard, messages } = shake();
    driven.connect();
    for (const id of ids) message(`${id}`, id);
    heard();
    for (const id of ids) message(`${id}`, id, true);
    expect([heard().length, messages.length, driven.told.lost]).toEqual([MOST, MOST, []]);
  });
});

describe("a handler at QoS 2", () => {
  test("a handler at QoS 2 runs before PUBREC goes out", () => {
    const outs: number[] = [];
    const { driven, message } = shake({}, () => outs.push(driven.sent().length));
    driven.connect();
    message("a", 7);
    expect(outs).toEqual([0]);
    expect(driven.sent()).toMatchObject([{ cmd: "pubrec", messageId: 7 }]);
  });

  test("a handler stopped half-way (Espruino, out of memory) never runs again", () => {
    const { driven, message, heard, messages } = shake({}, () => {
      throw new Error("out of memory");
    });
    driven.connect();
    expect(() => message("a", 7)).toThrow("out of memory");
    driven.loseLink();
    driven.connect(true);
    message("a", 7, true);
    expect([heard(), messages]).toEqual([["pubrec 7"], ["a"]]);
  });

  test("a handler that stops the client sends nothing after DISCONNECT", () => {
    const { driven, message, heard, messages } = shake({}, () => disconnect(driven.client, "", 0));
    driven.connect();
    message("a", 7);
    expect(heard()).toEqual(["disconnect"]);
    driven.connect(true);
    message("a", 7, true);
    expect([heard(), messages]).toEqual([["pubrec 7"], ["a"]]);
  });
});

describe("an overlong message at QoS 2", () => {
  const long = "x".repeat(500);

  test("an overlong message is skipped, counted, and completes its handshake", () => {
    const { driven, message, answer, heard, messages } = shake({ packetBytes: 64 });
    driven.connect();
    message(long, 7);
    answer("pubrel", 7);
    expect([heard(), messages, driven.client.oversize.skips]).toEqual([["pubrec 7", "pubcomp 7"], [], 1]);
    message("short", 7);
    expect(messages).toEqual(["short"]);
  });

  test("an overlong message in two pieces, split anywhere, completes its handshake", () => {
    const stream = messageBytes(long, 7) + messageBytes("short", 8);
    for (let at = 1; at < stream.length; at += 1) {
      const { driven, heard, messages } = shake({ packetBytes: 64 });
      driven.connect();
      driven.receiveBytes(stream.substring(0, at));
      driven.receiveBytes(stream.substring(at));
      expect([heard(), messages, driven.client.oversize.skips]).toEqual([
        ["pubrec 7", "pubrec 8"],
        ["short"],
        1,
      ]);
    }
  });
});

test("a client that remembers every identifier reports an unknown PUBREL", () => {
  const driven = driveClient({ level: LEVEL_5 });
  rememberAll(driven.client);
  driven.connect();
  const release = { cmd: "pubrel", messageId: 7 } as const;
  driven.receive({
    cmd: "publish",
    topic: "a",
    payload: "",
    qos: 2,
    messageId: 7,
    dup: false,
    retain: false,
  });
  driven.receive(release, release);
  const codes = driven.sent().map((packet) => [packet.cmd, (packet as { reasonCode?: number }).reasonCode]);
  expect(codes).toEqual([
    ["pubrec", 0],
    ["pubcomp", 0],
    ["pubcomp", 0x92],
  ]);
});

test("an overlong message's PUBREL is recognised, once", () => {
  const driven = driveClient({ level: LEVEL_5, packetBytes: 100 });
  rememberAll(driven.client);
  driven.connect();
  const long = { cmd: "publish", topic: "a", payload: "x".repeat(300), qos: 2, retain: false } as const;
  driven.receive({ ...long, messageId: 7, dup: false }, { ...long, messageId: 7, dup: true });
  driven.receive({ cmd: "pubrel", messageId: 7 }, { cmd: "pubrel", messageId: 7 });
  const codes = driven.sent().map((packet) => [packet.cmd, (packet as { reasonCode?: number }).reasonCode]);
  expect(codes).toEqual([
    ["pubrec", 0],
    ["pubrec", 0],
    ["pubcomp", 0],
    ["pubcomp", 0x92],
  ]);
  expect(driven.told.skipped).toHaveLength(1);
});

test("a device with few places reports no unknown PUBREL", () => {
  const driven = driveClient({ level: LEVEL_5 });
  driven.connect();
  driven.receive({ cmd: "pubrel", messageId: 7 });
  expect(driven.bytes()).toBe("\x70\x02\0\x07");
});

test("unknown PUBRELs of a broker that does not read end the connection", () => {
  const driven = driveClient({ level: LEVEL_5, linkBytes: 1000 });
  rememberAll(driven.client);
  driven.connect();
  const flood = Array.from({ length: 1000 }, (_, id) => ({ cmd: "pubrel", messageId: id + 1 }) as const);
  driven.receive(...flood);
  expect(driven.told.lost).toEqual(["broker sends and does not read"]);
});
