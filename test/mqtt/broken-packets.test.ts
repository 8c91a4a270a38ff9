// Packets that no broker may send end the connection, with their kind in words; those that only look
// like it do not. In any pieces.
import { describe, expect, test } from "vitest";
import { CONNECTED, GREETING, WAITING } from "../../src/mqtt/connection-state.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import {
  BROKEN_CLEAN_GREETINGS,
  BROKEN_GREETINGS,
  BROKEN_PACKETS,
  type BrokenPacket,
  ODD_PACKETS,
  STANDING,
} from "./broken-packets.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

const bytesIn = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex").toString("latin1");

/** A message that arrives whole. */
const GOOD = bytesIn("30 07 00 04 67 6f 6f 64 21");

/** A stream in one piece, byte by byte, and cut once at every other place. */
function piecesOf(stream: string): string[][] {
  const cuts = Array.from({ length: stream.length - 1 }, (_, i) => i + 1);
  return [[stream], [...stream], ...cuts.map((at) => [stream.substring(0, at), stream.substring(at)])];
}

/** A client in the state that `STANDING` tells of. */
function standing(filters: readonly [string, string]): { driven: DrivenClient; messages: string[] } {
  const driven = driveClient({ packetBytes: 64 });
  const messages: string[] = [];
  for (const filter of filters)
    subscribe(driven.client, filter, 1, { deliver: (_self, payload) => messages.push(payload) });
  driven.connectAnd(undefined, false);
  publish(driven.client, prepare("1", 1, false, "reject"), "at least once");
  for (const payload of ["exactly once", "released"])
    publish(driven.client, prepare("2", 2, false, "reject"), payload);
  driven.receiveBytes(bytesIn(`50 02 ${STANDING.released}`));
  driven.receiveBytes(bytesIn(`34 05 00 01 32 ${STANDING.received}`));
  const identifiers = driven.sent().map(({ cmd, messageId }) => [cmd, messageId]);
  expect(identifiers).toEqual([
    ["subscribe", 0xff01],
    ["publish", 1],
    ["publish", 0x0101],
    ["publish", 0x0102],
    ["pubrel", 0x0102],
    ["pubrec", 7],
  ]);
  messages.length = 0;
  return { driven, messages };
}

/** With what takes every topic, and with routes alone: the decoder finds these at a glance. */
const LISTENERS = [
  ["#", "other"],
  ["a", "good"],
] as const;

/** The packet has ended it: once, for the right reason, and nothing was said. */
function expectEnd(driven: DrivenClient, { ends }: BrokenPacket, digits: string, closes = 0): void {
  const { lost } = driven.told;
  const reason = lost[0]?.startsWith(ends) ? ends : lost[0];
  expect([reason, lost.length], digits).toEqual([ends, 1]);
  expect([driven.told.closes - closes, driven.client.connection.state, driven.bytes()], digits).toEqual([
    1,
    WAITING,
    "",
  ]);
}

describe("a broken packet ends the connection, in any chunks [MQTT-4.8.0-1]", () => {
  test.each(BROKEN_PACKETS.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    for (const filters of LISTENERS) {
      for (const digits of row.packets) {
        const bytes = bytesIn(digits);
        for (const pieces of [...piecesOf(bytes), [GOOD + bytes + GOOD]]) {
          const { driven, messages } = standing(filters);
          const { closes } = driven.told;
          for (const piece of pieces) driven.receiveBytes(piece);
          expectEnd(driven, row, digits, closes);
          expect(messages, digits).toEqual(pieces[0].startsWith(GOOD) ? ["!"] : []);
        }
      }
    }
  });
});

describe("an unusual packet keeps the connection, in any chunks", () => {
  test.each(ODD_PACKETS.map((row) => [row.name, row.because, row] as const))("%s: %s", (_name, _why, row) => {
    for (const filters of LISTENERS) {
      for (const digits of row.packets) {
        for (const pieces of piecesOf(bytesIn(digits))) {
          const { driven, messages } = standing(filters);
          for (const piece of [...pieces, GOOD]) driven.receiveBytes(piece);
          expect([driven.told.lost, driven.client.connection.state], digits).toEqual([[], CONNECTED]);
          expect(driven.bytes(), digits).toBe(bytesIn(row.answer ?? ""));
          expect(messages.at(-1), digits).toBe("!");
        }
      }
    }
  });
});

describe("a broken answer to CONNECT, in any chunks, ends the attempt", () => {
  function expectRefused(row: BrokenPacket, cleanSession: boolean): void {
    for (const digits of row.packets) {
      for (const pieces of piecesOf(bytesIn(digits))) {
        const driven = driveClient({ cleanSession });
        driven.open();
        driven.sent();
        expect(driven.client.connection.state).toBe(GREETING);
        for (const piece of pieces) driven.receiveBytes(piece);
        expectEnd(driven, row, digits);
        expect(driven.told.greeted, digits).toEqual([]);
      }
    }
  }

  test.each(BROKEN_GREETINGS.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    expectRefused(row, false);
    expectRefused(row, true);
  });

  test.each(BROKEN_CLEAN_GREETINGS.map((row) => [row.name, row] as const))("%s", (_name, row) => {
    expectRefused(row, true);
  });
});

test.each([
  ["40 02 00 00", "packet identifier 0"],
  ["50 02 00 01", "an answer of another QoS"],
  ["10 00", "packet type 1"],
  ["c0 00", "packet type 12"],
  ["30 03 00 00 21", "topic of a PUBLISH"],
  ["32 05 00 01 61 00 00", "packet identifier 0"],
])("the reason names the fault of %s", (digits, what) => {
  const { driven } = standing(["a", "b"]);
  driven.receiveBytes(bytesIn(digits));
  expect(driven.told.lost).toEqual([`protocol error by the broker: ${what}`]);
});

test.each(["30 00", "30 01 00", "32 00", "33 01 00"])(
  "%s is too short for a PUBLISH and is malformed",
  (digits) => {
    const { driven } = standing(["a", "+"]);
    driven.receiveBytes(bytesIn(digits));
    expect(driven.told.lost).toEqual(["malformed packet from the broker"]);
  },
);
