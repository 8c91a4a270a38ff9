// Decisions that are made already are not asked again, and all else stays.
import { describe, expect, test } from "vitest";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { workedOut } from "../../../tools/compiler/passes/worked-out.ts";
import { changed, expectSame } from "./same.ts";

const GIVEN = `const n: number = given(7); const s: string = given("s"); const yes: boolean = given(true);
  const maybe: string | undefined = given(undefined);
  function noted(text: string): boolean { emit(text); return true; }\n`;

/** What is left of statements of the start. */
function left(text: string): string {
  const made = changed(`${GIVEN}${text}\nemit("end");`, fold);
  return made
    .slice(made.indexOf("let maybe"))
    .split("\n")
    .slice(1, -2)
    .map((line) => line.trim())
    .join(" ");
}

test.each([
  ["emit('' + (4 * 1024 - 1));", 'emit("4095");'],
  ["emit('' + Math.floor(7 / 2) + (70000 >> 8) + (300 & 255));", 'emit("327344");'],
  ["emit(String.fromCharCode(65, 66) + 'abc'.substring(1) + 'abc'.charCodeAt(0));", 'emit("ABbc97");'],
  ["emit(s + 'a' + 'b' + 1);", 'emit(s + "ab1");'],
  ["emit('' + (n + 0));", 'emit("" + n);'],
  ["emit(('' + s) + 'x');", 'emit(s + "x");'],
  ["emit(1 + 1 > 2 ? 'a' : 'b');", 'emit("b");'],
  ["if (!(n === 3)) emit('other');", 'if (n !== 3) { emit("other"); }'],
  ["if (yes && true) emit('yes');", 'if (yes) { emit("yes"); }'],
  ["if (false && noted('never')) emit('yes'); else emit('no');", 'emit("no");'],
  ["if (yes === true) emit('yes');", 'if (yes) { emit("yes"); }'],
  ["if (!!maybe) emit('there');", 'if (maybe) { emit("there"); }'],
  ["if (yes) {} else emit('no');", 'if (!yes) { emit("no"); }'],
  ["if (n > 3) {}", ""],
  ["{ { emit('in'); } }", 'emit("in");'],
  ["while (false) emit('never');", ""],
  ["emit(undefined === n + 1 ? 'a' : 'b');", 'emit("b");'],
  [
    "for (const i of [1, 2]) { if (i === n) continue; emit('' + i); }",
    'for (let i of [1, 2]) { if (i !== n) { emit("" + i); } }',
  ],
])("an expression is folded: %s", (text, wanted) => expect(left(text)).toBe(wanted));

test.each([
  ["what is no truth value", "const is: boolean = !!maybe; emit(is ? 'yes' : 'no');", "!!maybe"],
  [
    "a call in a condition that is false anyway",
    "if (noted('first') && false) emit('never');",
    'noted("first")',
  ],
  ["a call before a constant truth", "if (noted('first') || true) emit('always');", 'noted("first")'],
  ["what is added", "const list: number[] = []; list.push(n); emit('' + list.length);", "list.push(n)"],
  ["a quotient of many digits", "emit('' + Math.floor(7 / 3 + n));", "7 / 3"],
  ["a number with more than 32 bits", "emit('' + Math.floor((2147483647 + 1) / n));", "2147483647 + 1"],
])("the expression %s is kept", (_, text, wanted) => expect(left(text)).toContain(wanted));

test("statements after a block's end are removed", () => {
  const made = changed(
    `function f(n: number): number { if (n > 3) { return 1; } else { return 2; } emit("never"); return 3; }
     emit("" + f(given(2)));`,
    fold,
  );
  expect(made).not.toContain("never");
});

test("a return at the end of a function is removed", () => {
  const made = changed(
    `function f(n: number): void { if (n > 3) { emit("a"); return; } else return; }\nf(given(4)); emit("b");`,
    fold,
  );
  expect(made).not.toContain("return");
});

test("a continue still executes the loop's step", () =>
  expectSame(
    `for (let i = 0; i < 6; i++) { if (i === given(2)) continue; emit("" + i); if (i === given(4)) continue; emit("even " + i); }
     let n = 0;
     do { n += 1; if (n < 3) continue; emit("n" + n); } while (n < 5);`,
    fold,
  ));

test("a value or condition is kept, though one operand is known", () =>
  expectSame(
    `const ALWAYS = given(true) || true;
     function both(is: boolean, text: string): string { const isBoth = is && text !== "" && true; return isBoth ? "both" : "not"; }
     emit(both(given(true), given("x")) + both(given(true), "") + both(given(false), "y"));
     function first(text: string | undefined): string { const none = undefined; if (none === text) return "none"; return text; }
     emit(first(given("z")) + first(undefined) + (ALWAYS ? 1 : 2));
     function maybe(is: boolean): boolean { return is || false; }
     emit(maybe(given(true)) && true ? "yes" : "no");`,
    fold,
  ));

describe("an operation of constants", () => {
  test.each([
    ["remainder", [-4, 2], 0],
    ["multiply", [0, -3], 0],
    ["negate", [0], 0],
    ["shift-right", [-256, 4], -16],
    ["mask", [-1, 255], 255],
    ["mask", [-1, -2], -2],
    ["inclusive-or", [256, 5], 261],
    ["exclusive-or", [300, 85], 377],
    ["exclusive-or", [-1, 1], -2],
    ["shift-left", [255, 24], -16777216],
    ["byte-at", ["abc", 2], 99],
    ["substring", ["ringmote", 1, 3], "in"],
    ["index-of", ["ringmote", "m", 0], 4],
    ["least", [3, 1, 2], 1],
    ["multiply", [1.5, 1000], 1500],
    ["divide", [7, 2], 3.5],
    ["floor", [-0.5], -1],
    ["less", ["a", "b"], true],
    ["not", [undefined], true],
  ] as const)("%s of %j is computed, and zero has no sign", (operator, operands, value) => {
    expect(Object.is(workedOut(operator, operands)?.value, value)).toBe(true);
  });

  test.each([
    ["add", [2147483647, 1]],
    ["add", [0.1, 0.2]],
    ["divide", [1, 3]],
    ["divide", [1, 0]],
    ["remainder", [4, 0]],
    ["shift-right", [4294967296, 1]],
    ["shift-right", [1, 32]],
    ["shift-left", [1, 31]],
    ["inclusive-or", [4294967296, 1]],
    ["byte-at", ["abc", 3]],
    ["substring", ["abc", 2, 1]],
    ["tail", ["abc", 4]],
    ["from-bytes", [256]],
    ["to-text", [0.1]],
    ["not", [0]],
    ["less", [1, "a"]],
  ] as const)("%s of %j is left to the engine", (operator, operands) => {
    expect(workedOut(operator, operands)).toBeUndefined();
  });
});
