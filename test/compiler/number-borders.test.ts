// Numbers at their borders: below zero, no numbers at all, infinite, and bytes that are none. Each is what it
// is in Node.
import { join } from "node:path";
import { expect, test } from "vitest";
import { linkEntry } from "../../tools/image/build.ts";
import { FIXTURES, GLOBALS } from "../../tools/laboratory/programs/engines.ts";
import { expectSame } from "../image/expect-same.ts";

test.each<[string, string]>([
  [
    "remainders below zero",
    `for (const n of [given(-3), -4, 3, 0, -2147483648])
       for (const by of [2, given(-2), 5]) emit((n % 2 === 1 ? "odd" : n % 2 === -1 ? "below" : "even") + (n % by) + (n % 7));`,
  ],
  [
    "what is no number, the least and the greatest",
    `const s = given("abc");
     for (const at of [0, given(9)]) {
       const byte = s.charCodeAt(at);
       const low = Math.min(3, byte);
       const high = Math.max(byte, 3, 200);
       emit((low === low ? "low " + low : "none") + (high === high ? "high " + high : "none"));
     }`,
  ],
  [
    "what is infinite or no number, taken for bits",
    `for (const by of [given(0), 4]) {
       const many = Math.floor(given(9) / by);
       const rest = 9 % by;
       emit("" + (many | 0) + (many & 6) + (many >> 1) + (rest & 255) + (rest ^ 5) + (many << 2) + (~rest) + ((many & 2) !== 0 ? "set" : "not"));
     }`,
  ],
  [
    "the bits of a missing byte, turned",
    `const s = given("a"); const late = s.charCodeAt(given(4)); emit("" + ~s.charCodeAt(given(3)) + ~late + ~given(5) + ~s.charCodeAt(0));`,
  ],
  [
    "what is no number, or infinite, in a join",
    `const s = given("abc");
     function digit(text: string): number { return text.charCodeAt(given(5)) - 48; }
     const zero = given(0);
     const kept: number[] = [digit("1")];
     emit("x" + s.charCodeAt(given(9)) + s.charCodeAt(given(0)) + \`y\${digit(s)}z\`);
     emit("" + Math.floor(5 / zero) + Math.floor(-5 / zero) + (5 % zero) + (-5 % zero) + (zero % zero));
     emit("" + kept[0] + Math.abs(digit("1")) + Math.min(digit("2"), 4) + Math.round(5 / zero) + Math.trunc(-5 / zero));
     let sum = 0;
     for (let i = 0; i < 5; i += 1) sum += s.charCodeAt(i);
     emit("" + sum);`,
  ],
  [
    "remainders by what is infinite, and of it",
    `const endless = Math.floor(7 / given(0));
     emit("" + (given(5) % endless) + (given(-5) % endless) + (0 % endless) + (endless % 5) + (endless % endless) + (endless - endless) + endless * 0);
     const four = Math.floor(given(9) / given(2));
     emit("" + (given(10) % four) + (given(-10) % four) + (given(10) % -four));
     const below = Math.floor(given(-7) / given(0));
     let left = given(-5);
     left %= below;
     emit("" + left + (given(5) % below) + (0 % below) + (given(5) % -endless) + (below % 5) + (given(5) % Math.max(below, given(-9))));`,
  ],
])("the numbers %s are the same on every engine", (_, text) => expectSame(text));

test("a number beyond a byte loses its upper bits on every engine", () =>
  expectSame(
    `const n = given<number>(321); emit(String.fromCharCode(n, n + 255, 65) + String.fromCharCode(given<number>(-1)));`,
  ));

test("a literal that is no byte is refused", () => {
  const built = (text: string) => () =>
    linkEntry({ file: join(FIXTURES, "case.ts"), text }, GLOBALS, "nodemcu");
  expect(built("\nemit(String.fromCharCode(321));")).toThrow("case.ts:2: 321 is no byte");
  expect(built("\nconst EURO = 8364;\nemit(String.fromCharCode(65, EURO));")).toThrow(
    "case.ts:3: 8364 is no byte",
  );
});
