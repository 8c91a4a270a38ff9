// Packets that no broker may send end the connection on every engine, for the same reason; see
// test/mqtt/broken-packets.test.ts.
import { beforeAll, describe, expect, test } from "vitest";
import { CONNECTED, WAITING } from "../../src/mqtt/connection-state.ts";
import {
  BROKEN_CLEAN_GREETINGS,
  BROKEN_GREETINGS,
  BROKEN_PACKETS,
  type BrokenPacket,
  ODD_PACKETS,
} from "../mqtt/broken-packets.ts";
import { ENGINES, type Outcome, type PacketClient } from "./packet-client/hosts.ts";

const bytesIn = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex").toString("latin1");
const GOOD = bytesIn("30 07 00 04 67 6f 6f 64 21");
/** All at once, or byte by byte. */
const PIECES = [1000, 1];
/** Takes every topic, or names alone. */
const LISTENERS = ["w", ""];

function expectEnd(outcome: Outcome, { ends }: BrokenPacket, digits: string, delivered = ""): void {
  const reason = outcome.reasons.startsWith(`[${ends}`) ? `[${ends}]` : outcome.reasons;
  expect({ ...outcome, reasons: reason }, digits).toEqual({
    state: WAITING,
    reasons: `[${ends}]`,
    closes: 1,
    written: "",
    delivered,
  });
}

describe.each(ENGINES)("$name", ({ host }) => {
  let client: PacketClient;

  beforeAll(async () => {
    client = await host();
  });

  test.each(BROKEN_PACKETS.map((row) => [row.name, row] as const))(
    "the connection of each engine is ended by: %s",
    (_name, row) => {
      for (const flags of LISTENERS) {
        for (const digits of row.packets) {
          for (const piece of PIECES) {
            client.begin("stand", flags);
            client.take(GOOD + bytesIn(digits) + GOOD, piece);
            expectEnd(client.outcome(), row, digits, "[!]");
          }
        }
      }
    },
  );

  test.each(ODD_PACKETS.map((row) => [row.name, row] as const))(
    "the connection of each engine is not ended by: %s",
    (_name, row) => {
      for (const flags of LISTENERS) {
        for (const digits of row.packets) {
          for (const piece of PIECES) {
            client.begin("stand", flags);
            client.take(bytesIn(digits) + GOOD, piece);
            const { delivered, ...outcome } = client.outcome();
            expect(outcome, digits).toEqual({
              state: CONNECTED,
              reasons: "",
              closes: 0,
              written: bytesIn(row.answer ?? ""),
            });
            expect(delivered.endsWith("[!]"), digits).toBe(true);
          }
        }
      }
    },
  );

  test.each(BROKEN_GREETINGS.map((row) => [row.name, row] as const))(
    "the connection of each engine is refused by: %s",
    (_name, row) => {
      for (const digits of row.packets) {
        for (const piece of PIECES) {
          client.begin("greet", "");
          client.take(bytesIn(digits), piece);
          expectEnd(client.outcome(), row, digits);
        }
      }
    },
  );

  test.each(BROKEN_CLEAN_GREETINGS.map((row) => [row.name, row] as const))(
    "the connection of each engine is refused, asking for a clean session, by: %s",
    (_name, row) => {
      for (const digits of row.packets) {
        for (const piece of PIECES) {
          client.begin("greet", "c");
          client.take(bytesIn(digits), piece);
          expectEnd(client.outcome(), row, digits);
        }
      }
    },
  );
});
