// The least number that an expression may be where it stands.
import { expect, test } from "vitest";
import { LowerBounds } from "../../tools/compiler/bounds/lower-bounds.ts";
import type { Expression } from "../../tools/compiler/ir/program.ts";
import { visitProgram } from "../../tools/compiler/ir/visit.ts";
import { irOf } from "./ir-of.ts";

/** Of the place that a program cuts its texts from: of the least one, where it does so more than once. */
function leastPlaceIn(text: string): number {
  const program = irOf(`const s: string = given("text");\n${text}`);
  const bounds = new LowerBounds(program);
  const places: Expression[] = [];
  visitProgram(program, {
    expression: (expression) => {
      if (expression.kind === "operation" && expression.operator === "tail")
        places.push(expression.operands[1] as Expression);
    },
  });
  expect(places.length).toBeGreaterThan(0);
  return Math.min(...places.map((place) => bounds.least(place)));
}

const ANY = Number.NEGATIVE_INFINITY;
const AT = "function at(n: number): string { return s.substring(n); }\n";
const SPOT =
  "interface Spot { n: number }\nfunction of(spot: Spot): string { return s.substring(spot.n); }\n";

test.each([
  ["a length and a byte", "emit(s.substring(s.length + s.charCodeAt(0) * 3));", 0],
  ["what is found nowhere", 'emit(s.substring(s.indexOf("x")));', -1],
  ["what is behind it", 'emit(s.substring(s.indexOf("x") + 1));', 0],
  ["a difference", "emit(s.substring(s.length - s.charCodeAt(0)));", ANY],
  ["a number less a constant", "emit(s.substring(s.length - 2));", -2],
  ["the greater of two", "emit(s.substring(Math.max(0, given(1))));", 0],
  ["the lesser of two", "emit(s.substring(Math.min(s.length, given(1))));", ANY],
  ["bits that a mask leaves", "emit(s.substring(given(1) & 7));", 0],
  ["bits that are moved right without the sign", "emit(s.substring(given(1) >>> 4));", 0],
  ["bits that are moved left", "emit(s.substring(s.length << 4));", ANY],
  ["a remainder", "emit(s.substring(s.length % 5));", 0],
  ["a quotient", "emit(s.substring(Math.floor(s.length / 5)));", 0],
  ["what the firmware gives", "emit(s.substring(given(1)));", ANY],
])("an operation has this least value: %s", (_, text, least) => expect(leastPlaceIn(text)).toBe(least));

test.each([
  ["a parameter that is given none below", `${AT}emit(at(0) + at(s.length));`, 0],
  ["a parameter that is given one below", `${AT}emit(at(0) + at(s.indexOf("x")));`, -1],
  [
    "a parameter of a function that is a value",
    `${AT}const all: ((n: number) => string)[] = [at]; emit(all[0](1));`,
    ANY,
  ],
  [
    "a parameter that is handed on",
    `${AT}function on(n: number): string { return n > 9 ? on(n - 1) : at(n); }\nemit(on(3) + on(-1));`,
    -1,
  ],
  ["a variable that grows", "let n = 0; while (n < s.length) n += 2; emit(s.substring(n));", 0],
  ["a variable that shrinks", "let n = 9; while (n < s.length) { n -= 2; emit(s.substring(n)); }", ANY],
  ["a field that is made with one below", `${SPOT}emit(of({ n: 0 }) + of({ n: -1 }));`, -1],
  [
    "a field that is given one below",
    `${SPOT}const spot = { n: 0 }; function set(one: Spot): void { one.n = s.indexOf("x"); }\nset(spot); emit(of(spot));`,
    -1,
  ],
  [
    "a field that is given none below",
    `${SPOT}const spot = { n: 0 }; spot.n += s.length; emit(of(spot));`,
    0,
  ],
  ["a result", 'function n(): number { return s.indexOf("x"); }\nemit(s.substring(n()));', -1],
  ["an entry", 'const all = [0]; all.push(s.indexOf("x")); emit(s.substring(all[0]));', -1],
  ["each entry", "for (const n of [1, 2]) emit(s.substring(n));", 1],
  ["an entry of the firmware's list", "for (const n of given([1, 2])) emit(s.substring(n));", ANY],
  [
    "a table's value",
    'const all: Record<string, number> = { a: 1 }; all[s] = -1; emit(s.substring(all["a"] ?? 0));',
    -1,
  ],
])("a stored value has this lower bound: %s", (_, text, least) => expect(leastPlaceIn(text)).toBe(least));

const FOUND = 'const n = s.indexOf("x");\n';

test.each([
  ["in a branch", `${FOUND}if (n >= 0) emit(s.substring(n));`, 0],
  ["in a branch of several", `${FOUND}if (s !== "" && !(n < 0)) emit(s.substring(n));`, 0],
  ["in another branch", `${FOUND}if (n === -1 || s === "") emit("no"); else emit(s.substring(n));`, 0],
  ["behind a return", `function f(): void { ${FOUND}if (-1 === n) return; emit(s.substring(n)); }\nf();`, 0],
  ["in a loop", "for (let n = s.length; n >= 0; n--) emit(s.substring(n));", 0],
  ["in a choice", `${FOUND}emit(n < 0 ? "no" : s.substring(n));`, 0],
  ["of one side of a choice", `${FOUND}if (n >= 0 || s === "") emit(s.substring(n));`, -1],
  ["behind both branches", `let n = -1; if (s !== "") n = 2; else n = 1; emit(s.substring(n));`, 1],
  ["behind one branch", `let n = -1; if (s !== "") n = 2; emit(s.substring(n));`, -1],
  [
    "of a variable that a call changes",
    "let n = 0; function set(): void { n = -1; }\nif (n >= 0) { set(); emit(s.substring(n)); }",
    -1,
  ],
  [
    "of a variable that the loop changes later",
    "let n = 0; while (s.length > 1) { emit(s.substring(n)); n = -1; }",
    -1,
  ],
])("a condition narrows a variable: %s", (_, text, least) => expect(leastPlaceIn(text)).toBe(least));
