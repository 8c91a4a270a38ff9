// SNTP: the question, and which answers are believed.
import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY_MS } from "../../src/clock/moment.ts";
import {
  GOOD,
  momentAfter,
  momentIn,
  NO_ANSWER_TO_THIS,
  sntpRequest,
  TOO_OFTEN,
  UNWANTED,
  USELESS,
  verdictOf,
} from "../../src/clock/sntp.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";

const COOKIE = "\x01\xff\0\x80abc\x7f";
const QUESTION = sntpRequest(COOKIE);
const NOW = Date.UTC(2026, 10, 29, 16, 14, 5, 250);
const TODAY = Math.floor(NOW / DAY_MS);

test("an SNTP query is 48 bytes with only a cookie", () => {
  expect(QUESTION).toHaveLength(48);
  expect(QUESTION).toBe(`\x23${"\0".repeat(39)}${COOKIE}`);
});

test.each([
  ["of now", {}, GOOD],
  ["of version 3", { version: 3 }, GOOD],
  ["of stratum 15", { stratum: 15 }, GOOD],
  ["with a leap second to come", { leap: 1 }, GOOD],
  ["of a client", { mode: 3 }, NO_ANSWER_TO_THIS],
  ["of a broadcast", { mode: 5 }, NO_ANSWER_TO_THIS],
  ["to somebody else's question", { origin: "\x01\xff\0\x80abc\x7e" }, NO_ANSWER_TO_THIS],
  ["of stratum 16", { stratum: 16 }, USELESS],
  ["of a clock that is not synchronised", { leap: 3 }, USELESS],
  ["of no time", { transmit: "\0".repeat(8) }, USELESS],
  ["of an unknown kiss", { stratum: 0, code: "INIT" }, USELESS],
  ["that asks for fewer questions", { stratum: 0, code: "RATE" }, TOO_OFTEN],
  ["that asks for none", { stratum: 0, code: "DENY" }, UNWANTED],
  ["that is restricted", { stratum: 0, code: "RSTR" }, UNWANTED],
])("an SNTP answer %s has its verdict", (_, fields, verdict) => {
  expect(verdictOf(answerAt(NOW, QUESTION, fields), COOKIE, TODAY)).toBe(verdict);
});

test("an SNTP answer before the epoch's first day is useless", () => {
  expect(verdictOf(answerAt(TODAY * DAY_MS - 1, QUESTION), COOKIE, TODAY)).toBe(USELESS);
  expect(verdictOf(answerAt(TODAY * DAY_MS, QUESTION), COOKIE, TODAY)).toBe(GOOD);
  expect(verdictOf(answerAt(0, QUESTION), COOKIE, TODAY)).toBe(USELESS);
});

test("a truncated SNTP answer is ignored; one with extensions is read", () => {
  const answer = answerAt(NOW, QUESTION);
  for (let length = 0; length < 48; length += 1)
    expect(verdictOf(answer.slice(0, length), COOKIE, TODAY)).toBe(NO_ANSWER_TO_THIS);
  expect(verdictOf(`${answer}${"x".repeat(20)}`, COOKIE, TODAY)).toBe(GOOD);
});

test("any bytes as SNTP answer have a verdict", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const verdict = verdictOf(Buffer.from(bytes).toString("latin1"), COOKIE, TODAY);
      expect([NO_ANSWER_TO_THIS, USELESS, GOOD, TOO_OFTEN, UNWANTED]).toContain(verdict);
    }),
  );
});

test.each([
  ["today", NOW],
  ["the last millisecond of NTP's first era", Date.UTC(2036, 1, 7, 6, 28, 15, 999)],
  ["the first one of its second", Date.UTC(2036, 1, 7, 6, 28, 16)],
  ["the end of 31 bits", Date.UTC(2038, 0, 19, 3, 14, 7, 999)],
  ["what comes after it", Date.UTC(2038, 0, 19, 3, 14, 8)],
  ["a leap day", Date.UTC(2028, 1, 29, 23, 59, 59, 1)],
  ["the last day before NTP's pivot", Date.UTC(2104, 1, 25, 12)],
])("the moment of %s is read to the millisecond", (_, at) => {
  const { day, ms } = momentIn(answerAt(at, QUESTION));
  expect(day * DAY_MS + ms).toBe(at);
});

test("a moment is corrected by half its round trip", () => {
  const { day, ms } = momentAfter(answerAt(NOW, QUESTION), 301);
  expect(day * DAY_MS + ms).toBe(NOW + 150);
});
