// Places that are seen to lie within their text, and cuts that are seen to end behind their beginning.
import { expect, test } from "vitest";
import { LowerBounds } from "../../tools/compiler/bounds/lower-bounds.ts";
import { visitProgram } from "../../tools/compiler/ir/visit.ts";
import { irOf } from "./ir-of.ts";

/** Of each place in a text that the program has, in its order. */
function seenIn(text: string): boolean[] {
  const program = irOf(
    `const s: string = given("text");\nfunction f(at: number, end: number): void { ${text} }\nf(Math.abs(given(1)), given(2));`,
  );
  const bounds = new LowerBounds(program);
  const seen: boolean[] = [];
  visitProgram(program, {
    expression: (expression) => {
      if (
        expression.kind === "operation" &&
        (expression.operator === "byte-at" || expression.operator === "substring")
      )
        seen.push(bounds.isWithin(expression));
    },
  });
  expect(seen.length).toBeGreaterThan(0);
  return seen;
}

const BYTE = 'emit("" + s.charCodeAt(at));';
const CUT = "emit(s.substring(at, end));";

test.each([
  ["behind a test", `if (at < s.length) ${BYTE}`, true],
  ["behind a test of its next place", `if (at + 1 < s.length) { ${BYTE} }`, true],
  ["behind a return", `if (at >= s.length) return; ${BYTE}`, true],
  ["below a number that is the length", `const all = s.length; if (at < all) ${BYTE}`, true],
  ["behind both of two tests", `if (at < end && end <= s.length) ${BYTE}`, true],
  [
    "behind both branches",
    `if (end > s.length) { end = Math.min(end, s.length); } if (at < end) ${BYTE}`,
    true,
  ],
  ["in a loop up to the length", 'for (let i = 0; i < s.length; i++) emit("" + s.charCodeAt(i));', true],
  ["at a remainder by the length", 'emit("" + s.charCodeAt(s.length - 1 - (at % s.length)));', false],
  ["in a text that is long enough", 'if (s.length > 3) emit("" + s.charCodeAt(2));', true],
  ["in a text that is written", 'emit("" + "abcd".charCodeAt(at & 3));', true],
  [
    "in a loop that goes down",
    "end = s.length; while (end > at && s.charCodeAt(end - 1) < 33) end -= 1;",
    true,
  ],
  ["behind a step to it", `if (at + 1 < s.length) { at += 1; ${BYTE} }`, true],
  ["behind a loop up to it", `while (end >= s.length) end -= 1; if (at < end) ${BYTE}`, true],
  [
    "in a text in a field",
    'const box = { s }; if (at < box.s.length) emit("" + box.s.charCodeAt(at));',
    true,
  ],
  [
    "in a function whose callers test",
    'function byte(of: string, i: number): number { return of.charCodeAt(i); } if (at < s.length) emit("" + byte(s, at) + byte("a", 0));',
    true,
  ],
  ["without a test", BYTE, false],
  [
    "in a function of which one caller does not test",
    'function byte(of: string, i: number): number { return of.charCodeAt(i); } if (at < s.length) emit("" + byte(s, at)); emit("" + byte(s, at));',
    false,
  ],
  [
    "in a function that anybody may call",
    'function byte(of: string, i: number): number { return of.charCodeAt(i); } if (at < s.length) emit("" + byte(s, at)); given(byte);',
    false,
  ],
  [
    "in a text in a field that gets another",
    'const box = { s }; if (at < box.s.length) { box.s = ""; emit("" + box.s.charCodeAt(at)); }',
    false,
  ],
  [
    "behind a loop that may be left",
    `while (end >= s.length) { end -= 1; if (at > 3) break; } if (at < end) ${BYTE}`,
    false,
  ],
  ["in a loop that goes up", "end = 0; while (end < at && s.charCodeAt(end) < 33) end += 1;", false],
  [
    "at a place that may lie below zero",
    'const low = at - end; if (low < s.length) emit("" + s.charCodeAt(low));',
    false,
  ],
  ["at -1", 'emit("" + s.charCodeAt(s.length - s.length - 1));', false],
  ["at the length", `if (at <= s.length) ${BYTE}`, false],
  ["behind one of two tests", `if (at < s.length || end < 3) ${BYTE}`, false],
  ["in the other branch", `if (at < s.length) emit("in"); else ${BYTE}`, false],
  ["at a place that has changed since", `if (at < s.length) { at += 1; ${BYTE} }`, false],
  ["in a loop that changes the place", `if (at < s.length) do { ${BYTE} at += 1; } while (at < end);`, false],
  [
    "at a place that a call changes",
    `let own = at; const up = (): void => { own += 1; }; if (own < s.length) { up(); emit("" + s.charCodeAt(own)); }`,
    false,
  ],
])("a byte is proved to exist, or not: %s", (_, text, isSeen) => expect(seenIn(text)).toEqual([isSeen]));

test.each([
  ["from the first place", "emit(s.substring(0, end));", true],
  ["between numbers", "emit(s.substring(2, 4));", true],
  ["between numbers that are turned", "emit(s.substring(4, 2));", false],
  ["by so many bytes", "emit(s.substring(at, at + 3));", true],
  ["by a number that is not below zero", "emit(s.substring(at, at + s.length));", true],
  ["from so many bytes before the end", "emit(s.substring(end - s.length, end));", true],
  ["by a number that may be below zero", "emit(s.substring(at, at + end));", false],
  ["behind a test", `if (at <= end) ${CUT}`, true],
  ["behind the opposite test", `if (at >= end) ${CUT}`, false],
  ["to what is found behind", 'const to = s.indexOf("/", at); if (to >= 0) emit(s.substring(at, to));', true],
  ["to what may not be found", 'const to = s.indexOf("/", at); emit(s.substring(at, to));', false],
  ["to the greater of two", "emit(s.substring(at, Math.max(at, end)));", true],
  ["without a test", CUT, false],
])("a substring's end is proved to follow its start, or not: %s", (_, text, isSeen) =>
  expect(seenIn(text)).toEqual([isSeen]),
);
