// More messages at QoS 2 under way than a client remembers: what finds no place is taken in another
// connection, and nothing twice.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONNECTED } from "../../src/mqtt/connection-state.ts";
import { rememberAll } from "../../src/mqtt/qos2-received-ids.ts";
import { type Handshake, shake } from "./handshake.ts";

/** Identifiers that a board remembers. */
const MOST = 32;
const SECOND = 1000;
const ids = Array.from({ length: MOST }, (_, i) => 1000 + i);

/** A client whose table is full, and what it has said so far taken away. */
function full(options: Parameters<typeof shake>[0] = {}): Handshake {
  const shaken = shake(options);
  shaken.driven.connect();
  for (const id of ids) shaken.message(`${id}`, id);
  shaken.heard();
  return shaken;
}

describe("in a kept session", () => {
  test("stalls count consecutively and forget no delivered message", () => {
    const { driven, message, answer, messages } = full();
    const stall = () => {
      message("one more", 9);
      driven.pass(30 * SECOND);
      driven.sent();
      driven.connect(true);
    };
    stall();
    answer("pubrel", ...ids);
    message("one more", 9, true);
    answer("pubrel", 9);
    for (const id of ids) message(`new ${id}`, id);
    stall();
    for (const id of ids) message(`new ${id}`, id, true);
    expect(messages.filter((message) => message.startsWith("new"))).toHaveLength(MOST);
  });

  test("a reset identifier table needs two more stalls to reset again", () => {
    const { driven, message, messages } = full();
    const stall = (id: number) => {
      message("one more", id);
      driven.pass(30 * SECOND);
      driven.sent();
      driven.connect(true);
    };
    stall(9);
    stall(9);
    for (const id of ids) message(`new ${id}`, id);
    stall(9);
    for (const id of ids) message(`new ${id}`, id, true);
    expect(messages.filter((message) => message.startsWith("new"))).toHaveLength(MOST);
  });

  test("[MQTT-4.6.0-3] a message without a free place blocks later messages", () => {
    const { driven, message, answer, heard, messages } = full();
    message("one more", 9);
    answer("pubrel", ids[0]);
    message("behind it", 10);
    expect([heard(), messages.length]).toEqual([[`pubcomp ${ids[0]}`], MOST]);
    expect([driven.client.connection.state, driven.told.lost]).toEqual([CONNECTED, []]);
  });

  test("a disconnection and reconnection deliver the waiting messages", () => {
    const { driven, message, answer, heard, messages } = full();
    for (const id of [9, 10]) message(`${id}`, id);
    answer("pubrel", ...ids);
    expect(heard()).toEqual([...ids.map((id) => `pubcomp ${id}`), "disconnect"]);
    expect(driven.told.lost).toEqual(["connecting again: more messages of QoS 2 came than fit"]);
    driven.connect(true);
    for (const id of [9, 10]) message(`${id}`, id, true);
    expect([heard(), messages.slice(MOST)]).toEqual([
      ["pubrec 9", "pubrec 10"],
      ["9", "10"],
    ]);
  });

  test("the next connection follows within a second after many stalls", () => {
    const { driven, message, answer } = full({ chance: (below) => below - 1 });
    for (let turn = 0; turn < 20; turn += 1) {
      message("one more", 9);
      answer("pubrel", ...ids);
      expect(driven.client.backoff.pause).toBeLessThanOrEqual(SECOND);
      driven.sent();
      driven.connect(true);
      for (const id of ids) message(`${id}`, id);
      driven.sent();
    }
  });

  test("a copy of a delivered message is still acknowledged", () => {
    const { message, heard, messages } = full();
    message("one more", 9);
    message("again", ids[3], true);
    expect([heard(), messages.length]).toEqual([[`pubrec ${ids[3]}`], MOST]);
  });

  test("a lost link meanwhile still delivers the waiting messages", () => {
    const { driven, message, answer, heard, messages } = full();
    message("one more", 9);
    driven.loseLink();
    driven.connect(true);
    answer("pubrel", ids[0]);
    heard();
    message("one more", 9, true);
    expect([heard(), messages.slice(MOST)]).toEqual([["pubrec 9"], ["one more"]]);
  });

  test("a broker that sends no PUBREL for 30 s is disconnected", () => {
    const { driven, message, answer } = full();
    message("one more", 9);
    driven.pass(29 * SECOND);
    answer("pubrel", ids[0]);
    driven.pass(29 * SECOND);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1 * SECOND);
    expect(driven.told.lost).toEqual(["broker does not release messages of QoS 2"]);
  });

  test("a broker that lost its identifiers twice still delivers its message", () => {
    const { driven, message, heard, messages } = full();
    for (const turn of [1, 2]) {
      message("one more", 9, turn > 1);
      expect(messages).toHaveLength(MOST);
      driven.pass(30 * SECOND);
      driven.sent();
      driven.connect(true);
    }
    message("one more", 9, true);
    expect([heard(), messages.slice(MOST)]).toEqual([["pubrec 9"], ["one more"]]);
  });

  test("a broker that sends PUBREL in between keeps its messages remembered", () => {
    const { driven, message, answer, messages } = full();
    for (const turn of [0, 1, 2]) {
      message("one more", 9, turn > 0);
      answer("pubrel", ids[turn]);
      driven.pass(30 * SECOND);
      driven.sent();
      driven.connect(true);
      message(`${ids[turn]} anew`, ids[turn]);
    }
    message("again", ids[20], true);
    expect(messages.filter((payload) => payload === "again")).toEqual([]);
  });
});

describe("in a clean session", () => {
  test("a full table lets DUP decide, and every message arrives once", () => {
    const { driven, message, answer, heard, messages } = full({ cleanSession: true });
    for (const id of [9, 10]) message(`${id}`, id);
    message("again", 9, true);
    message("again", ids[0], true);
    expect([heard(), messages.slice(MOST)]).toEqual([
      ["pubrec 9", "pubrec 10", "pubrec 9", `pubrec ${ids[0]}`],
      ["9", "10"],
    ]);
    answer("pubrel", ...ids);
    // There is room again: a copy of what never had a place is still one.
    message("again", 10, true);
    message("new", 11);
    expect([messages.slice(MOST), driven.told.lost]).toEqual([["9", "10", "new"], []]);
    driven.pass(60 * SECOND);
    expect(driven.told.lost).toEqual([]);
  });
});

describe("the identifier table on a computer", () => {
  test("a computer has a place for every identifier", () => {
    const { driven, message, heard, messages } = shake();
    rememberAll(driven.client);
    driven.connect();
    for (let id = 1; id <= 2000; id += 1) message("a", id);
    for (let id = 1; id <= 2000; id += 1) message("again", id, true);
    expect([messages.length, heard().length, driven.told.lost]).toEqual([2000, 4000, []]);
  });
});

test("an identifier is never found across two others", () => {
  const identifiers = fc.uniqueArray(
    fc.constantFrom(0x0101, 0x0102, 0x0201, 0x0202, 0x0100, 0x0001, 0x0200, 0x0002),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(identifiers, identifiers, (first, others) => {
      const { driven, message, answer, messages } = shake();
      driven.connect();
      for (const id of first) message(`${id}`, id);
      for (const id of others) message(`${id}`, id);
      const known = [...new Set([...first, ...others])];
      expect(messages).toEqual(known.map(String));
      answer("pubrel", ...others);
      for (const id of known) message(`${id}`, id);
      expect(messages.length).toBe(known.length + others.length);
    }),
  );
});
