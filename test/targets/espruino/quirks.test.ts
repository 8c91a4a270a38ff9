// Quirks of Espruino, where it lacks something or differs from JavaScript, are written out: the script does
// what its author's text does.
import { describe, expect, test } from "vitest";
import { emitScript } from "../../../tools/targets/espruino/emit.ts";
import { irOf } from "../../compiler/ir-of.ts";
import { expectSame, scriptOf } from "./scripts.ts";

/** Comparing puts the text first in the finished script, behind something that Espruino passes over. */
const PASSED_OVER = [
  'if (no) word = "other";',
  'if (no) { word = "other"; word = "another"; }',
  'if (word === "kept") word = "kept"; else word = "other";',
  'word = yes ? "kept" : "other";',
  'yes || emit("never");',
];

const QUIRKS: readonly (readonly [row: string, text: string])[] = [
  [
    "a text behind what does not run is still the same text",
    `const yes = given(true); const no = given(false);
     ${PASSED_OVER.map(
       (statement, index) =>
         `function case${index}(): void { let word = given("kept"); ${statement}\nif (word === "kept") emit("case ${index}"); emit(word); }\ncase${index}();`,
     ).join("\n")}`,
  ],
  [
    "names of the author's beside those that paths get, and texts that say the paths",
    `function fromCharCode(n: number): string { return "own " + n; } function leastOf(n: number): number { return n + 1; }
     emit(fromCharCode(given(1)) + String.fromCharCode(given(65), 66) + leastOf(given(1)));
     emit("String.fromCharCode, Math.min and " + given("x.charCodeAt(1)"));
     ${Array.from({ length: 12 }, (_, n) => `emit("" + Math.min(given(${n}), given(5)));`).join("\n")}`,
  ],
  [
    "functions called above their text",
    "emit(first()); function first(): string { return second() + given('1'); } function second(): string { return given('2'); } emit(second());",
  ],
  [
    "functions within functions",
    `function sum(list: number[]): number {
       const by = given(2);
       function one(n: number): number { return n * by; }
       function all(): number { let total = 0; for (const n of list) total += one(n); return total; }
       return all();
     }
     emit("" + sum([1, 2, given(3)]));`,
  ],
  [
    "a bare return at a line's end, and before a text",
    `function a(n: number): void {\n  if (n > 1) return\n  emit(given('after'))\n}\na(given(2)); a(given(1)); emit('end');
     function b(n: number): void { if (n > 1) { emit('big'); return; } emit('small'); }\nb(given(2)); b(given(1));`,
  ],
  [
    "a long value to return",
    `function a(n: number): string {\n  return (\n    "${"x".repeat(60)}" +\n    given("${"y".repeat(60)}") +\n    n\n  );\n}\nemit(a(given(1))); emit(a(given(2)));`,
  ],
  [
    "default parameters that are worked out",
    "function a(b: string, c = b + given('!')): string { return c; } emit(a('x') + a('x', 'y'));",
  ],
  [
    "variables of blocks, and of two loops, of one name",
    `const a = given('out'); { const a = given('in'); emit(a); } emit(a);
     let all = ''; for (let i = 0; i < 2; i++) { const j = given(i); all += j; } for (let i = 5; i < 7; i++) all += i; emit(all);
     function f(n: number): string { if (n > 1) { const a = n + 1; return '' + a; } else { const a = n - 1; return '' + a; } } emit(f(given(1)) + f(given(2)) + a);`,
  ],
  [
    "a variable without a value is nothing again in each turn",
    `let all = "";
     function turns(): void { for (let i = 0; i < 3; i++) { let seen: string | undefined; if (i === 1) seen = "one"; all += seen ?? "none"; } }
     turns();
     for (const n of [1, 2]) { let seen: number | undefined; if (n === 1) seen = n; all += seen ?? 0; }
     emit(all);`,
  ],
  [
    "a name that is declared in a part that did not run is no name of the program",
    `function x(): string { return given("x"); }
     function y(): string { return given("y"); }
     function part(n: number): string {
       if (n > 5) { const a = n + given(1); const b = a + a; emit("" + a + b); } else { const a = n - given(1); const b = a * a; emit("" + a + b); }
       for (let i = 0; i < n; i++) { const c = n + i; if (c > 3) emit("" + c + c); }
       for (let i = 0; i < 2; i++) { const c = n - i; emit("" + c + i); }
       return x() + y();
     }
     emit(part(given(2)) + part(given(6)) + x() + y());`,
  ],
  [
    "fields, functions and results that may not be there",
    `interface Inner { c: string; n: number; say?: (by: string) => string }
     interface Outer { b?: Inner; n: number }
     const none = given<Outer | undefined>(undefined);
     let asked = 0;
     function made(n: number): Outer | undefined { asked += 1; return n > 0 ? { n, b: { c: "c" + n, n: 0, say: (by) => "say" + by + n } } : undefined; }
     function note(text: string): string { emit("note " + text); return text; }
     emit((none?.b?.c ?? "none") + (made(1)?.b?.c ?? "none") + (made(0)?.b?.c ?? "none") + asked);
     emit((made(2)?.b?.say?.(note("x")) ?? "silent") + (made(0)?.b?.say?.(note("never")) ?? "silent"));
     const other: Outer = { n: 4, b: { c: "", n: 0 } };
     emit((other.b?.say?.(note("never")) ?? "silent") + (other.b?.c === "" ? "empty" : "full") + (other.b?.n ?? 7));
     made(3)?.b?.say?.(note("alone"));
     if (none?.b === undefined && other?.b !== undefined) emit("asked " + asked);`.replace(
      "self(by) { return this.n + by; }",
      "self: undefined",
    ),
  ],
  [
    "a value is read before what is added to it runs",
    `interface Box { count: number }
     let total = given(1);
     const box: Box = { count: 1 };
     const list = [given(1), 2];
     function step(): number { total += 10; box.count += 10; list[0] = 50; return 5; }
     total += step();
     emit("" + total);
     total = total - step();
     emit("" + total);
     box.count += step();
     list[0] += step();
     emit(box.count + "," + list[0]);
     function local(): number { let n = given(1); const add = (): number => { n = 100; return 1; }; n += add(); return n; }
     emit("" + local());`,
  ],
  [
    "empty texts, nothing and zero stay apart",
    `const texts: { [key: string]: string } = { empty: "", zero: "0", word: "word" };
     function textOf(key: string): string { return texts[key] as string; }
     const maybe: { [key: string]: string | undefined } = { empty: "" };
     const counts: { [key: string]: number | undefined } = { none: 0 };
     const records: { [key: string]: { at: number } | undefined } = { some: { at: 0 } };
     for (const key of ["empty", "zero", "word"]) {
       const isEmpty = textOf(key) === "";
       const isThere = records[key] !== undefined;
       emit(key + (isEmpty ? " empty" : " full") + (isThere ? " there" : " gone"));
       emit(textOf(key) !== "" && records["some"] !== undefined ? "both" : "not both");
       emit(maybe[key] === undefined ? "no text" : "text");
     }
     emit(texts["missing"] === "" ? "empty" : "missing");
     emit(counts["none"] === undefined ? "no count" : "count");
     emit(records["other"] === undefined || textOf("empty") === "" ? "either" : "neither");
     const isFull = textOf("word") !== "";
     emit(isFull === true ? "true" : "other");`,
  ],
  ["numbers with an exponent", "emit('' + (given(0) + 100000) + ',' + (given(0) + 1000000));"],
  ["text outside ASCII", "emit(given('21 °C'));"],
];

test.each(QUIRKS)("%s", (_, text) => expectSame(text));

describe("the script's form for Espruino", () => {
  test("the script has integers, and no exponents after one digit", async () => {
    expect(await scriptOf("emit('' + given(1000) + given(100000));")).not.toMatch(/\de\d/);
  });

  test("a value is read before a call that may change it", async () => {
    const script = await scriptOf(
      "let total = given(1); function step(): number { total += 10; return given(5); } total += step(); emit('' + (total + step()));",
    );
    expect(script).toMatch(/,(\w)=(\w)\n\2=\1\+\w\(\)/);
  });

  test("the script maps each line to its source line", async () => {
    const [file] = await emitScript(irOf('const a = given("a");\nemit(a);\n\nemit(a + "b");'), "case");
    const { text = "", origins = [] } = file?.content ?? {};
    const line = text.split("\n").findIndex((row) => row.includes('"b"'));
    expect(origins[line]).toMatchObject({ line: 4 });
  });

  test("a function that captures a loop's variable is refused", async () => {
    const text = "const f: (() => number)[] = []; for (const i of [1, 2]) f.push(() => i);";
    await expect(scriptOf(text)).rejects.toThrow(
      /case\.ts:1: a function that is made in a loop keeps i of its turn/,
    );
  });
});
