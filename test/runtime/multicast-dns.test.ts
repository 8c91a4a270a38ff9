// Multicast DNS: the question as a responder read it, and what is taken from an answer that anybody may have sent.
import fc from "fast-check";
import { expect, test } from "vitest";
import { dnsName, dnsNameAt, dnsNameEnd } from "../../src/bytes/dns-name.ts";
import {
  ANY_BROKER,
  isMulticastName,
  multicastAnswer,
  multicastQuestion,
} from "../../src/runtime/multicast-dns.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { announcedBroker } from "../../tools/sim/worlds/announced-broker.ts";
import { ANNOUNCED_BROKER, ASKED_ID, HOME_ASSISTANT } from "./mdns-answers.ts";

const HOST = "homeassistant.local";

test("the responder's answer repeats the question as it was read", () => {
  for (const [host, answer] of [
    [ANY_BROKER, ANNOUNCED_BROKER],
    [HOST, HOME_ASSISTANT],
  ] as const) {
    const question = multicastQuestion(ASKED_ID, host);
    const readBack = (bytes: string) => bytes.slice(12, 12 + "_mqtt".length + 1);
    expect(readBack(question)).toBe(readBack(answer));
    expect(question.slice(4, 6)).toBe(answer.slice(4, 6));
  }
});

test("an announced broker has its port and address", () => {
  expect(multicastAnswer(ANNOUNCED_BROKER, ASKED_ID, ANY_BROKER)).toBe("192.168.1.20:1884");
});

test("the simulated network answers as a real responder", () => {
  const answer = announcedBroker("127.0.0.1", 1885)["224.0.0.251:5353"];
  expect(multicastAnswer(answer?.(multicastQuestion(7, ANY_BROKER)) ?? "", 7, ANY_BROKER)).toBe(
    "127.0.0.1:1885",
  );
  expect(answer?.(multicastQuestion(7, HOST))).toBeUndefined();
});

test("Home Assistant's address is used without an announced broker", () => {
  expect(multicastAnswer(HOME_ASSISTANT, ASKED_ID, ANY_BROKER)).toBe("192.168.1.30");
  expect(multicastAnswer(HOME_ASSISTANT, ASKED_ID, HOST)).toBe("192.168.1.30");
  expect(multicastAnswer(ANNOUNCED_BROKER, ASKED_ID, HOST)).toBe("192.168.1.30");
});

test.each([
  ["to another question", (bytes: string) => `\x12\x35${bytes.slice(2)}`],
  ["that is a query", (bytes: string) => `${bytes.slice(0, 2)}\x04${bytes.slice(3)}`],
  ["with an error", (bytes: string) => `${bytes.slice(0, 3)}\x03${bytes.slice(4)}`],
])("an answer %s is ignored", (_, change) => {
  expect(multicastAnswer(change(HOME_ASSISTANT), ASKED_ID, HOST)).toBe("");
});

test("an answer for another name is ignored", () => {
  expect(multicastAnswer(HOME_ASSISTANT, ASKED_ID, "broker.local")).toBe("");
});

test("an answer cut anywhere is ignored or equal", () => {
  for (let at = 0; at < ANNOUNCED_BROKER.length; at += 1) {
    const cut = ANNOUNCED_BROKER.slice(0, at);
    expect(["", "192.168.1.30", "192.168.1.20:1884"]).toContain(multicastAnswer(cut, ASKED_ID, ANY_BROKER));
    if (at < HOME_ASSISTANT.length - 17)
      expect(multicastAnswer(HOME_ASSISTANT.slice(0, at), ASKED_ID, HOST)).toBe("");
  }
});

test("any bytes after a valid header are parsed to an end", () => {
  const words = fc.array(fc.oneof(fc.constantFrom(0, 1, 12, 33, 0xc0, 0x0c, 63), fc.nat(255)), {
    maxLength: 260,
  });
  fc.assert(
    fc.property(words, fc.constantFrom(ANY_BROKER, HOST), (numbers, host) => {
      const bytes = `${HOME_ASSISTANT.slice(0, 4)}${String.fromCharCode(...numbers)}`;
      expect(multicastAnswer(bytes, ASKED_ID, host)).toMatch(/^$|^\d+\.\d+\.\d+\.\d+(:\d+)?$/);
    }),
    { numRuns: 2000 },
  );
});

test("a name with a loop or an invalid reference is ignored", () => {
  expect(dnsNameAt("\xc0\0", 0)).toBe("");
  expect(dnsNameAt("\xc0\x02\0", 0)).toBe("");
  expect(dnsNameAt("\x01a\xc0\0", 0)).toBe("");
  expect(dnsNameAt("\x05ab", 0)).toBe("");
  expect(dnsNameEnd("\x05ab", 0)).toBe(-1);
  expect(dnsNameEnd("\x40", 0)).toBe(-1);
});

test.each([
  ["a.local", "\x01a\x05local\0"],
  ["", ""],
  ["a..local", ""],
  [`${"a".repeat(64)}.local`, ""],
  [Array(64).fill("abc").join("."), ""],
])("the name %j is encoded as labels, or refused", (name, wire) => {
  expect(dnsName(name)).toBe(wire);
  if (wire !== "") expect(dnsNameAt(wire, 0)).toBe(name);
});

test("only names in .local are queried", () => {
  expect(["a.local", "local", ".local", "a.local.net", "192.168.1.20"].map(isMulticastName)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("each engine queries and parses as Node does", async () => {
  const literal = (text: string) =>
    `"${[...text].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")}"`;
  const answers = await builtEverywhere(`
import { multicastAnswer, multicastQuestion } from "../../../src/runtime/multicast-dns.ts";
emit(multicastQuestion(given(${ASKED_ID}), given("${ANY_BROKER}")));
emit(multicastQuestion(given(${ASKED_ID}), given("${HOST}")));
emit(multicastAnswer(given(${literal(ANNOUNCED_BROKER)}), given(${ASKED_ID}), given("${ANY_BROKER}")));
emit(multicastAnswer(given(${literal(HOME_ASSISTANT)}), given(${ASKED_ID}), given("${ANY_BROKER}")));
emit("none:" + multicastAnswer(given(${literal(HOME_ASSISTANT)}), given(1), given("${HOST}")));
`);
  const expected = [
    multicastQuestion(ASKED_ID, ANY_BROKER),
    multicastQuestion(ASKED_ID, HOST),
    "192.168.1.20:1884",
    "192.168.1.30",
    "none:",
  ].map((text) => Buffer.from(text, "latin1").toString("hex"));
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: expected });
});
