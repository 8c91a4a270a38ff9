// Nesting a thousand levels deep ends in one plain sentence with its line, and a program
// that builds compiles in Lua.
import { expect, test } from "vitest";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

const HEAD = `function f(x: number): number { return x + 1; }
let n: number = given(1);
let b: boolean = given(true);
let u: number | undefined = given(undefined);
interface R { r: R; n: number }
`;
const LINE = HEAD.split("\n").length;

const FORMS: [string, (deep: number) => string][] = [
  ["calls", (deep) => `emit("" + ${around("f(", "n", ")", deep)});`],
  ["parentheses", (deep) => `emit("" + ${around("(", "n", ")", deep)});`],
  ["choices behind choices", (deep) => `emit("" + (${around("n > 5 ? 1 : ", "2", "", deep)}));`],
  ["choices in choices", (deep) => `emit("" + (${around("(b ? ", "2", " : 3)", deep)}));`],
  ["joins", (deep) => `emit("" ${"+ n ".repeat(deep)});`],
  ["joins in joins", (deep) => `emit(${around('("a" + ', '"b"', ")", deep)} + n);`],
  ["sums in sums", (deep) => `emit("" + ${around("(n + ", "n", ")", deep)});`],
  ["conditions", (deep) => `emit((b ${"&& b ".repeat(deep)}) ? "y" : "n");`],
  ["negations", (deep) => `emit(${around("!", "b", "", deep)} ? "y" : "n");`],
  ["ifs", (deep) => around("if (b) {", 'emit("x");', "}", deep)],
  ["else ifs", (deep) => around('if (n > 9) emit("no"); else ', 'emit("x");', "", deep)],
  ["loops", (deep) => around("while (b) {", 'emit("x"); b = false;', "}", deep)],
  ["closures", (deep) => `const g = ${around("() => ", "n", "", deep)}; emit("x");`],
  ["lists", (deep) => `const l = ${around("[", "n", "]", deep)}; emit("" + l.length);`],
  ["templates", (deep) => `emit(${around("`a${", "n", "}`", deep)});`],
  ["casts", (deep) => `emit("" + ${around("(", "n", " as number)", deep)});`],
  ["blocks", (deep) => around("{", 'emit("x");', "}", deep)],
  ["bits", (deep) => `emit("" + (n ${"| n ".repeat(deep)}));`],
  ["else values", (deep) => `emit("" + (${around("u ?? ", "7", "", deep)}));`],
  ["types", (deep) => `let l: ${around("readonly (", "number", ")[]", deep)} | undefined; emit("x");`],
];

test.each(FORMS)("a thousand %s are refused with their line", async (_, form) => {
  const refused = expect(builtEverywhere(`${HEAD}${form(1000)}`)).rejects;
  await refused.toThrow(
    new RegExp(
      `^test/image/fixtures/case\\.ts:${LINE}: this (stands|goes on) [^\\n]*functions of their own\\.$`,
    ),
  );
});

test.each(FORMS)("ninety-five %s run on every engine, or are refused", async (_, form) => {
  const ways = await builtEverywhere(`${HEAD}${form(95)}`).catch((error: Error) => error.message);
  if (typeof ways === "string") expect(ways).toMatch(/^test\/image\/fixtures\/case\.ts:\d+: this [^\n]*\.$/);
  else expect(new Set(Object.values(ways).map((lines) => lines.join())).size).toBe(1);
});

test("a hundred and eighty conditional expressions are refused before typing", async () => {
  const text = `${HEAD}emit("" + (${around("n > 5 ? 1 : ", "2", "", 180)}));`;
  await expect(builtEverywhere(text)).rejects.toThrow(
    `case.ts:${LINE}: this stands more than 190 levels deep`,
  );
});

test("ten thousand parentheses over as many lines are refused", async () => {
  const text = `emit("" + ${around("(\n", "1", ")", 10_000)});`;
  await expect(builtEverywhere(text)).rejects.toThrow(/^test\/image\/fixtures\/case\.ts:\d+: this stands/);
});

function around(before: string, middle: string, after: string, deep: number): string {
  return before.repeat(deep) + middle + after.repeat(deep);
}
