// Packets whose body has no more than two bytes, in each state of a connection: where a field is looked for
// that is not there.
import { describe, expect, test } from "vitest";
import { receivedProperties } from "../../../src/client/message-properties.ts";
import { LEVEL_3_1_1, LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { CONNECTED, GREETING, WAITING } from "../../../src/mqtt/connection-state.ts";
import { authenticateBy } from "../../../src/mqtt/program/authentication.ts";
import { authenticateAgain, begun, finished } from "../../../src/mqtt/program/authentication-answers.ts";
import { noteIdentifier, OF_ITS_TOPIC } from "../../../src/mqtt/program/subscription-identifiers.ts";
import { valueAt } from "../../../src/mqtt/version-5/properties.ts";
import { readTerms } from "../../../src/mqtt/version-5/terms.ts";
import { withinTime } from "../../../tools/laboratory/soak/mutation/in-node.ts";
import { type DrivenClient, driveClient } from "../driven-client.ts";

const METHOD = "\x15\0\x05HANDS";
const CONNACK = `\x20\x0b\0\0\x08${METHOD}`;
const AUTH = `\xf0\x0a\x18\x08${METHOD}`;

/** A client with a method, whose port does at once what `does` has, and nothing else. */
function withMethod(does: readonly ("begin" | "answer" | "finish")[]): DrivenClient {
  const driven = driveClient({ level: LEVEL_5 });
  authenticateBy(driven.client, "HANDS", {
    begin: (_port, number) => does.includes("begin") && begun(driven.client, number, undefined),
    answer: () => {},
    finish: (_port, number) => does.includes("finish") && finished(driven.client, number),
  });
  driven.open();
  return driven;
}

function authenticated(does: Parameters<typeof withMethod>[0]): DrivenClient {
  const driven = withMethod(does);
  driven.receiveBytes(CONNACK);
  return driven;
}

function again(...bytes: string[]): DrivenClient {
  const driven = authenticated(["begin", "finish"]);
  authenticateAgain(driven.client, driven.now());
  driven.receiveBytes(bytes.join(""));
  return driven;
}

function opened(level: number): DrivenClient {
  const driven = driveClient({ level });
  driven.open();
  return driven;
}

function connected(level: number): DrivenClient {
  const driven = driveClient({ level });
  driven.connect();
  return driven;
}

const STATES: Readonly<Record<string, () => DrivenClient>> = {
  "3.1.1, after CONNECT": () => opened(LEVEL_3_1_1),
  "3.1.1, connected": () => connected(LEVEL_3_1_1),
  "5.0, after CONNECT": () => opened(LEVEL_5),
  "5.0, connected": () => connected(LEVEL_5),
  "with a method, before CONNECT": () => withMethod([]),
  "with a method, after CONNECT": () => withMethod(["begin"]),
  "with a method, asked for more": () => {
    const driven = withMethod(["begin"]);
    driven.receiveBytes(AUTH);
    return driven;
  },
  "with a method, while it checks the broker": () => authenticated(["begin"]),
  "with a method, connected": () => authenticated(["begin", "finish"]),
  "with a method, begun again": () => again(),
  "with a method, asked for more again": () => again(AUTH),
};

/** Values that mean something in one packet or another. */
const VALUES = ["\0", "\x01", "\x02", "\x15", "\x18", "\x19", "\x1f", "\x7f", "\x80", "\x87", "\xff"];
const PAIRS = VALUES.flatMap((first) => VALUES.map((second) => first + second));
const ALL_FLAGS = Array.from({ length: 256 }, (_, header) => header);
const OWN_FLAGS = ALL_FLAGS.filter((header) => [0, 2].includes(header & 15));

const packets = (headers: readonly number[], bodies: readonly string[]) =>
  headers.flatMap((header) => bodies.map((body) => String.fromCharCode(header, body.length) + body));
/** Each type with each of its flags; two bytes after those that it may have. */
const PACKETS = [...packets(ALL_FLAGS, ["", ...VALUES]), ...packets(OWN_FLAGS, PAIRS)];

describe("a packet of two to four bytes never stops the client", () => {
  test.each(Object.entries(STATES))(
    "a short packet is accepted or ends the connection: %s",
    (_name, state) => {
      let at = 0;
      const takeAll = () => {
        for (; at < PACKETS.length; at++) {
          const driven = state();
          driven.receiveBytes(PACKETS[at] as string);
          const { lost } = driven.told;
          const left = driven.client.connection.state;
          if (lost.length === 0 ? left !== CONNECTED && left !== GREETING : left !== WAITING) return "lost";
        }
        return "";
      };
      let wrong = "";
      try {
        wrong = withinTime(takeAll, 10_000);
      } catch {
        wrong = "stopped";
      }
      expect([wrong, wrong && Buffer.from(PACKETS[at] as string, "latin1").toString("hex")]).toEqual([
        "",
        "",
      ]);
    },
  );
});

describe("unchecked properties", () => {
  const UNREADABLE = ["", "\x80", "\x05\x30\0\0\0\0", "\x02\x11\0", "\xff\xff\xff\xff"];
  test.each(UNREADABLE)("reading the unchecked properties %j ends", (bytes) => {
    const identifiers = { received: OF_ITS_TOPIC } as Parameters<typeof noteIdentifier>[0];
    for (let end = 0; end <= 8; end++)
      for (let at = 0; at <= 8; at++)
        withinTime(() => {
          valueAt(bytes, at, end, 0x15);
          readTerms(bytes, at, end);
          noteIdentifier(identifiers, bytes, at, end);
          receivedProperties(bytes.slice(at, end));
        }, 1_000);
  });
});
