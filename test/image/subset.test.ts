// Code outside the device language is refused where it is written, with what to write instead.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BuildError, linkEntry } from "../../tools/image/build.ts";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

function refusals(text: string): readonly string[] {
  try {
    linkEntry({ file: join(FIXTURES, "case.ts"), text }, [join(FIXTURES, "globals.d.ts")], "nodemcu");
    return [];
  } catch (error) {
    if (error instanceof BuildError) return error.refusals;
    throw error;
  }
}

/** One line outside the language each, and a piece of the sentence that refuses it. */
const OUTSIDE: readonly (readonly [line: string, sentence: string])[] = [
  ["class A {}", "write a record"],
  ["enum A { one }", "write one const for each value"],
  ["namespace A { export const one = given(1); }", "write a module"],
  ["const a = { get one() { return 1; } }; emit('' + (a.one));", "write a function"],
  ["const a = { one() { return 1; } }; emit('' + (a.one()));", "name it in the literal"],
  ["function* a() { yield 1; }", "keep the state in a record"],
  ["async function a() {}", "there are no promises"],
  ["const a = given<string | null>(null);", "write undefined"],
  ["const a = given(/a+/);", "indexOf and substring"],
  ["const a = 5n;", "32 bits"],
  ["function tag(parts: TemplateStringsArray): void { given(parts); } tag`x`;", "call the function"],
  ["emit(`a\nb`);", "write \\n"],
  ["outer: while (given(true)) { break outer; }", "leave the loop with a flag"],
  ["switch (given<number>(1)) { case 1: emit('1'); case 2: emit('2'); }", "end it with break or return"],
  ["switch (given<number>(1)) { case 1: if (given(true)) break; emit('1'); }", "write if and else"],
  ["switch (given<number>(1)) { case 1: let a = given(1); a += 1; emit('' + a); }", "put braces"],
  ["try { emit('1'); } catch { emit('2'); }", "return what went wrong"],
  ["throw new Error('x');", "return what went wrong"],
  ["function a(): string { throw new Error('x'); }", "return what went wrong"],
  [
    "function a(): void { if (given(true)) throw new Error('x'); }",
    "this function returns nothing: leave it with return",
  ],
  ["const a: (b: number) => void = () => { throw new Error('x'); }; a(1);", "leave it with return"],
  ["const a = [...given([1])];", "write a loop"],
  ["const a = { ...given({ b: 1 }) };", "write a loop or name the fields"],
  ["function a(...b: number[]): void { given(b); }", "take a list"],
  ["const [a] = given([1]);", "read its elements by index"],
  ["const a: Record<string, number> = { b: 1 }; delete a.b;", "store undefined"],
  ["const a = new Array(3);", "a loop of list.push(0)"],
  [
    "function a(b: { c: new () => object }): object { return new b.c(); } given(a);",
    "that returns the record",
  ],
  ["const a: number[] = Array(3); emit('' + a.length);", "a loop of list.push(0)"],
  [
    "const a = new Uint8Array(3); emit('' + a[0]);",
    "Uint8Array is not in the device language; write a list of",
  ],
  ["const a = new Map<string, number>(); given(a);", "Record<string, number> = {}"],
  ["const a = new Set<string>(); given(a);", "Record<string, boolean> = {}"],
  ["const a = new Date(); given(a);", "docs/cannot-yet.md#dates"],
  ["emit(Array.isArray(given<number[] | string>([1])) ? 'a' : 'b');", "take the rest for a list"],
  ["const { a, ...b } = given({ a: 1, b: 2 }); emit('' + a + b.b);", "name each field"],
  ["const a = +given('5'); given(a);", "n = n * 10 + code - 48"],
  ["const a = -given('5'); given(a);", "n = n * 10 + code - 48"],
  ["const a = given<{ b?: number }>({}); if ('b' in a) emit('b');", "write r.key !== undefined"],
  ["emit(typeof given<string | number>('a'));", 'write typeof x === "string"'],
  ["if ('string' === typeof given<string | number>('a')) emit('b');", 'write typeof x === "string"'],
  ["let a = given<number | undefined>(1); a ??= 5; given(a);", "write if (x === undefined) x = y"],
  ["let a = given<boolean>(true); a ||= given(false); given(a);", "write if (!x) x = y"],
  ["let a = given<boolean>(true); a &&= given(false); given(a);", "write if (x) x = y"],
  ["debugger;", "no board stops at debugger"],
  ["void given(1);", "write undefined"],
  ["const a = (given(1), given(2));", "write two statements"],
  ["for (const key in given({ a: 1 })) emit(key);", "keep a list of names"],
  ["export let a = given(1);", "keep it in a record"],
  ["const a = [given(1)]; a.length = 0;", "make a new list"],
  ["const a = [given(1)]; a[given(3)] = 2; emit('' + a.length);", "write list.push(x)"],
  ["const a = [given(1), undefined]; given(a);", "undefined ends a list"],
  ["const a = [given<number | undefined>(1), 2]; given(a);", "undefined ends a list"],
  ["const a = [given(1), , 3]; given(a);", "undefined ends a list"],
  ["const a = [given<Record<string, number>>({})['b']]; given(a);", "undefined ends a list"],
  ["const a: number[] = []; a.push(given<Record<string, number>>({}).b);", "undefined ends a list"],
  ["const a: (string | undefined)[] = []; a.push(given<string | undefined>('b'));", "undefined ends a list"],
  ["for (const a of given<(string | undefined)[]>([])) emit(a ?? '');", "write a counting loop"],
  ["emit(given('abc')[0]);", "charCodeAt(i)"],
  [
    "const all: (() => number)[] = []; for (let i = 0; i < 3; i++) all.push(() => i);",
    "closure made in a loop",
  ],
  [
    "const all: (() => number)[] = []; for (const i of [1]) for (const j of [() => i]) all.push(j);",
    "closure made in a loop",
  ],
  ["given(function a(n: number): number { return n < 1 ? n : a(n - 1); });", "declare the function"],
  ["let a = 1; const b = a++; emit('' + (b));", "x += 1 as a statement"],
  ["let a = 1; const b = (a = given(2)); emit('' + (b));", "as a statement of its own"],
  ["emit('' + (given<string | undefined>('a')?.length ?? 0));", "compare with undefined first"],
  ["given<number[] | undefined>([1])?.push(2);", "compare with undefined first"],
  ["let a = given(1); for (a of given([2])) emit('' + a);", "write for (const x of list)"],
  ["let a = given(1); let b = given(2); [a, b] = [b, a];", "assign each of them"],
  ["let a = given(1); for (; a < 3; { a } = given({ a: 3 })) emit('' + a);", "assign each of them"],
  ["let a = given(1); (a) = 2; emit('' + a);", "with the cast on the right"],
  ["const a = given<{ b?: number }>({ b: 1 }); a.b! += 2; emit('' + a.b);", "with the cast on the right"],
  ["function a(): void { b(); function b(): void { emit('b'); } } a();", "put the function above its use"],
  ["emit('' + (given(2) ** 3));", "the operator **"],
  ["let a = given(2); a **= 3; emit('' + a);", "the operator **"],
  ["emit('' + (given(2) >>> given<number>(1)));", "write a >>> 8, or a >> n"],
  ["emit('' + (given(2) >>> 0));", "a constant number of bits, 1 to 31"],
  ["emit('' + (given(5) / 2));", "Math.floor(a / b)"],
  ["if (given(5) == 5) emit('5');", "write ==="],
  ["if (given(5) != 5) emit('5');", "write !=="],
  ["if (given(5)) emit('5');", "x !== 0"],
  ["if (!given('')) emit('5');", 's !== ""'],
  ["const a = given('') || 'x'; emit(a);", "a text is not true or false"],
  ["emit('x' + given(true));", "only texts and whole numbers can be joined"],
  [
    "const a: { on?: boolean } = given({}); a.on = undefined; given(a); if (a.on !== undefined) emit('' + a.on);",
    "only texts and whole numbers can be joined, and this is boolean",
  ],
  [
    "const a: { n?: number } = given({}); a.n = undefined; given(a); if (a.n) emit('1');",
    "a number is not true or false",
  ],
  ["emit('' + given<string | undefined>('x'));", "only texts and whole numbers can be joined"],
  ["for (const c of given('abc')) emit(c);", "walks over lists only"],
  ["emit('' + (given(2147483648)));", "32 bits"],
  ["emit(given('a,b').split(',')[0]);", "split is not in the device language"],
  ["emit(given('a').toUpperCase());", "toUpperCase is not in the device language"],
  ["given([1]).pop();", "list.pop is not in the device language, whose lists have length, push, slice"],
  ["emit('' + given([1]).indexOf(1));", "write a loop that compares list[i]"],
  ["emit('' + given<readonly number[]>([1]).indexOf(1));", "write a loop that compares list[i]"],
  ["emit('' + given(1).toFixed(2));", "number.toFixed is not in the device language"],
  ["emit('' + Math.sqrt(given(2)));", "Math.sqrt is not in the device language, whose Math has floor"],
  ["const a = Object.keys(given({ b: 1 })); emit('' + (a.length));", "not in the device language"],
  ["emit(JSON.stringify(given(1)));", "not in the device language"],
  ["emit('' + (parseInt(given('1'))));", "parseInt is not in the device language"],
  ["given(NaN);", "NaN is not in the device language"],
  ["emit('' + (Math.round(given(1))));", "write Math.round(a / b)"],
  ["emit('' + (Math.trunc(given(5) / 2 * 3)));", "with the quotient outermost"],
  ["emit('' + (Math.hypot(given(1))));", "hypot is not in the device language"],
  ["emit(given(5).toString());", 'write "" + x, or x.toString(16)'],
  ["emit(given(5).toString(2));", 'write "" + x, or x.toString(16)'],
  ["emit(given('abc').slice(1, given<number | undefined>(2)));", "x.slice(a, b)"],
  ["given(given([{ b: 1 }]).slice(1));", "write a loop"],
  ["emit(given([1, 2]).includes(2, 1) ? 'a' : 'b');", "write a loop"],
  ["const { length } = given([1]); emit('' + length);", "write x.length"],
  ["function a({ length: b }: string): number { return b; } emit('' + a('b'));", "write x.length"],
  ["emit('' + given([1])['length']);", "write list.length"],
  [
    "const a: any = given([1, 2]); emit('' + (a[1] as number));",
    "write its type where it is declared, as in values: number[]",
  ],
  [
    "const a: any = given([1, 2]); emit('' + (a.length as number));",
    "write its type where it is declared, as in values: number[]",
  ],
  ["const a: Record<number, number> = [1, 2]; emit('' + a[1]);", "as in number[]"],
  ["function a(b: ArrayLike<number>): number { return b[1]; } emit('' + a([1, 2]));", "as in number[]"],
  ["const a = given({}) instanceof Object; given(a);", "keep the kind in a field"],
  ["emit('' + 1.5 * 2);", "a fraction is written otherwise in Lua"],
  ["const a = 0.5; emit(`${given(4) * (a + 1)}`);", "a fraction is written otherwise in Lua"],
  ["emit(String(given(1)));", 'write "" + n'],
  ["const a = { String }; given(a);", 'write "" + n'],
  ["const a = Math.floor; emit('' + a(given(1)));", "Math.floor is an operation in Lua, and no value"],
  ["emit('' + Math['floor'](given(1)));", "Math is an operation in Lua, and no value"],
  ["const a = given([1]).push; given(a);", "push is an operation in Lua, and no value"],
  ["emit('' + Math.max());", "give it one value at least"],
  [
    "const a: (string | undefined)[] = ['b']; emit('' + a.length);",
    "keep the number of places in a variable",
  ],
  ["emit(given('abc').substring(-2));", "write 0, or text.length - n"],
  ["emit('' + given('abc').charCodeAt(-1));", "write 0, or text.length - n"],
  ["emit('' + given('abc').indexOf('b', -1));", "write 0, or text.length - n"],
  ["emit('' + given('abc').indexOf(''));", "a text that is not empty"],
  ["const a: Record<string, number> = { toString: 1 }; given(a);", "put a character in front of keys"],
  ["const a = given<Record<string, number>>({}); a['__proto__'] = 1;", "put a character in front of keys"],
  [
    "const a = given<{ valueOf: number }>({ 'valueOf': 1 }); emit('' + a);",
    "put a character in front of keys",
  ],
];

describe("a line outside the device language is refused with its line and a cure", () => {
  test.each(OUTSIDE)("%s", (line, sentence) => {
    const [first] = refusals(`\n${line}\n`);
    expect(first).toContain("test/image/fixtures/case.ts:2: ");
    expect(first).toContain(sentence);
  });
});

test("all refusals of a module are reported at once", () => {
  expect(refusals("if (given(1)) emit('1');\nemit(given('a').trim());\nclass A {}\n")).toHaveLength(3);
});

/** What is wrong with one line, by a word of each sentence. */
const OF_A_LINE: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["const a = given([1]).concat([2]); emit('' + a.length);", ["list.concat"]],
  ["const a = new Map<string, number>(); a.set('b', 1);", ["Map is"]],
  ["emit('' + Date.now());", ["Date is"]],
  ["emit('' + (Math.log(given(5)) / Math.sqrt(given(3))));", ["a quotient", "Math.log", "Math.sqrt"]],
  ["emit('' + Math.floor(Math.log(given(5)) ** 2));", ["the operator **", "Math.log"]],
  ["emit(given('a').split(',').join(''));", ["list.join", "text.split"]],
];

test.each(OF_A_LINE)("each fault of a line is named once: %s", (line, words) => {
  const said = refusals(line);
  expect(said).toHaveLength(words.length);
  words.forEach((word, index) => {
    expect(said[index]).toContain(word);
  });
});

test("a type error is said with its place", () => {
  const [first] = refusals("const a: number = 'x';\n");
  expect(first).toBe("test/image/fixtures/case.ts:1: Type 'string' is not assignable to type 'number'.");
});

/** Lines inside the language that look like some of the above. */
const INSIDE: readonly string[] = [
  "function a(b: string | string[]): string[] { return typeof b === 'string' ? [b] : b; } emit(a(['x', 'y'])[1]);",
  "type A = null; interface B { c: RegExp }",
  "let a = 0; for (let i = 0; i < 3; i++) a += i; emit('' + (a));",
  "const a = given<string[] | undefined>(undefined); if (a) emit('a'); if (!a) emit('b');",
  "emit('' + Math.floor(given(7) / 2) + Math.floor((given(7) - 1) / 3 + 0.5));",
  "const a = given<{ b: number } | undefined>(undefined) ?? { b: 1 }; emit('' + (a.b));",
  "function a(): void { const b = (): void => c(); function c(): void { emit('c'); } b(); } a();",
  "const a = -2147483648; emit('' + (given(a)));",
  "const a = 0.5; emit('' + Math.floor(given(3) * a) + (given(1) > 0.5 ? 1 : 2));",
  "const list: number[] = []; for (let i = 0; i < 5; i += 1) list.push(0); for (let i = 0; i < list.length; i += 1) list[i] = 1; emit('' + list.length);",
  "const t: Record<string, boolean> = {}; t['/' + given('a')] = true; if (t['/' + given('b')] !== undefined) emit('a');",
  "emit(given('abc').slice(-given('bc').length) === 'bc' && given('abc').substring(0, 1) === 'a' ? 'a' : 'b');",
  "const a = given<{ b?: number }>({}); if (a.b === undefined) a.b = 5; emit('' + a.b);",
  "const s = given('57'); let n = 0; for (let i = 0; i < s.length; i += 1) n = n * 10 + s.charCodeAt(i) - 48; emit('' + n);",
  "let x = given(1); for (let i = 0; i < 9; i += 1) x = Math.floor((x + Math.floor(given(81) / x)) / 2); emit('' + x);",
  "const a = { length: 1, push: 2 }; emit('' + given(a).length + given(a).push);",
];

test.each(INSIDE)("inside the device language: %s", (line) => {
  expect(refusals(line)).toEqual([]);
});
