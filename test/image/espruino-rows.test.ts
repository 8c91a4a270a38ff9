// Each thing that Espruino lacks, or does otherwise than JavaScript, is lowered or refused; row by row, as found on its
// interpreter. Programs run as written, as built, and in a real Espruino where one is here.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BuildError, linkEntry } from "../../tools/image/build.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { espruinoScript, everywhere, onEspruino } from "../../tools/laboratory/programs/engines.ts";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

/** What the language of devices refuses, whatever it is built for. */
const REFUSED: readonly (readonly [row: string, code: string, sentence: string])[] = [
  [
    "per-iteration let",
    "const f: (() => number)[] = []; for (let i = 0; i < 3; i++) f.push(() => i);",
    "closure made in a loop",
  ],
  [
    "a closure over for...of",
    "const f: (() => number)[] = []; for (const i of [1]) f.push(() => i);",
    "closure made in a loop",
  ],
  ["var before its line", "var a = given(1); emit('' + a);", "write let or const"],
  [
    "a function before its text",
    "function a(): void { b(); function b(): void {} } a();",
    "put the function above its use",
  ],
  ["arguments of an arrow function", "function a(): void { given(arguments); } a();", "name the parameters"],
  ["rest parameters", "function a(...b: number[]): void { given(b); } a();", "take a list"],
  ["spread of a call", "given(Math.max(...given([1])));", "spread does not exist"],
  ["spread of a list", "given([...given([1])]);", "spread does not exist"],
  ["spread of a record", "given({ ...given({ a: 1 }) });", "spread does not exist"],
  ["a list taken apart", "const [a] = given([1]); given(a);", "by index"],
  ["computed keys", "given({ [given('a')]: 1 });", "assign to the record afterwards"],
  ["static blocks and static methods", "class A { static b(): void {} } given(A);", "write a record"],
  ["fields that use this", "class A { x = 1; y = this.x + 1; } given(A);", "write a record"],
  ["private fields", "class A { #x = 1; get(): number { return this.#x; } } given(A);", "write a record"],
  ["a class of Error's", "class E extends Error {} given(E);", "write a record"],
  ["new.target", "function a(): void { given(new.target); } a();", "call a function that returns the record"],
  ["tagged templates", "function t(p: TemplateStringsArray): void { given(p); } t`x`;", "call the function"],
  ["the power operator", "given(given(2) ** 3);", "the operator **"],
  ["the power assignment", "let a = given(2); a **= 3; given(a);", "the operator **"],
  ["BigInt", "given(5n);", "32 bits"],
  ["labels", "outer: while (given(true)) break outer;", "leave the loop with a flag"],
  ["async functions", "async function a(): Promise<void> {} given(a);", "no promises"],
  ["await", "async function a(): Promise<void> { await given(1); } given(a);", "no promises"],
  ["generators", "function* a(): Generator<number> { yield 1; } given(a);", "keep the state in a record"],
  ["Map", "given(new Map());", "write a table"],
  ["Symbol", "given(Symbol('a'));", "not in the device language"],
  ["Proxy", "given(new Proxy({}, {}));", "functions and records of your own"],
  ["the length of a list set", "const a = given([1]); a.length = 0;", "make a new list"],
  ["Array.from", "given(Array.from([1]));", "not in the device language"],
  ["replace by a function", "given(given('a.b').replace('.', () => 'x'));", "not in the device language"],
  ["a lazy regular expression", "given(/a+?/);", "indexOf and substring"],
  ["a counted regular expression", "given(/a{2,3}/);", "indexOf and substring"],
  ["a lookahead", "given(/a(?=b)/);", "indexOf and substring"],
  ["JSON", "given(JSON.parse('12abc'));", "not in the device language"],
  ["Number.isInteger", "given(Number.isInteger(1));", "not in the device language"],
  ["Math.trunc", "given(Math.trunc(1));", "write Math.round(a / b)"],
  ["toFixed", "given(given(2).toFixed(1));", "not in the device language"],
  ["instanceof", "given(given({}) instanceof Object);", "keep the kind in a field"],
  ["a name of Error's", "given(Error('x').name);", "not in the device language"],
  ["case after default", "switch (given(1)) { default: emit('d'); case 1: emit('1'); }", "end it with break"],
  ["a character that has no byte", "given(String.fromCodePoint(8364));", "not in the device language"],
  ["an index behind a text's end", "given(given('a').charAt(5));", "not in the device language"],
  ["a quotient, which prints with noise", "emit('' + given(1) / 3);", "Math.floor(a / b)"],
  ["timers without a browser", "given(queueMicrotask);", "Cannot find name 'queueMicrotask'"],
  ["TextEncoder", "given(new TextEncoder());", "Cannot find name 'TextEncoder'"],
];

describe("in the language of devices it is refused, with its line and what to write instead", () => {
  test.each(REFUSED)("%s", (_, code, sentence) => {
    const [first] = refusals(join(FIXTURES, "case.ts"), `\n${code}\n`, [join(FIXTURES, "globals.d.ts")]);
    expect(first).toMatch(/^test\/image\/fixtures\/case\.ts:2: /);
    expect(first).toContain(sentence);
  });
});

/** What Espruino's own folder, which may use more of JavaScript, is refused. */
const REFUSED_IN_ITS_FOLDER: readonly (readonly [row: string, code: string, sentence: string])[] = [
  ["Array.from", "given(Array.from('ab'));", "Espruino has no from"],
  ["flat", "given([[1]].flat());", "Espruino has no flat"],
  ["at", "given([1].at(-1));", "Espruino has no at"],
  ["lastIndexOf of a list", "given([1].lastIndexOf(1));", "Espruino has no lastIndexOf"],
  ["Object.freeze", "given(Object.freeze({}));", "Espruino has no freeze"],
  ["Object.hasOwn", "given(Object.hasOwn({}, 'a'));", "Espruino has no hasOwn"],
  ["codePointAt", "given('a'.codePointAt(0));", "Espruino has no codePointAt"],
  ["String.fromCodePoint", "given(String.fromCodePoint(65));", "Espruino has no fromCodePoint"],
  ["trimStart", "given(' a'.trimStart());", "Espruino has no trimStart"],
  ["replace by a function", "given('a.b'.replace('.', () => 'x'));", "indexOf and substring"],
  ["a lazy regular expression", "given(/a+?/);", "indexOf and substring"],
  ["Number.isInteger", "given(Number.isInteger(1));", "Espruino has no isInteger"],
  ["Number.EPSILON", "given(Number.EPSILON);", "Espruino has no EPSILON"],
  ["Math.trunc", "given(Math.trunc(1.5));", "Espruino has no trunc"],
  ["Math.imul", "given(Math.imul(2, 3));", "Espruino has no imul"],
  ["toFixed", "given((21.6).toFixed(0));", "cuts digits off"],
  ["toPrecision", "given((21.6).toPrecision(2));", "Espruino has no toPrecision"],
  ["JSON.parse", "given(JSON.parse('12abc'));", "takes what follows a value"],
  ["JSON.stringify", "given(JSON.stringify('\\x80'));", "writes bytes as two"],
  ["Map", "given(new Map());", "Espruino has no Map"],
  ["WeakRef", "given(WeakRef);", "Espruino has no WeakRef"],
  ["Symbol", "given(Symbol('a'));", "Espruino has no Symbol"],
  ["Reflect", "given(Reflect.ownKeys({}));", "Espruino has no Reflect"],
  ["Promise.race", "given(Promise.race([]));", "Espruino has no race"],
  ["finally of a promise", "given(Promise.resolve(1).finally(() => {}));", "Espruino has no finally"],
  ["the name of a function", "given(given.name);", "Espruino has no name"],
  ["the name of an error", "given(new TypeError('x').name);", "Espruino has no name"],
  ["instanceof", "given(given({}) instanceof Object);", "knows no built-in class"],
  ["the length of a list set", "const a = [1]; a.length = 0; given(a);", "make a new list"],
  ["`??=`", "let a = given<string | undefined>(undefined); a ??= given('x'); emit(a);", "write if (x ==="],
  ["`||=`", "let a = given(''); a ||= given('x'); emit(a);", "write if (!x) x = y"],
  ["`&&=`", "let a = given(''); a &&= a + 'y'; emit(a);", "write if (x) x = y"],
  [
    "finally after a return",
    "function a(): string { try { return given('a'); } finally { emit('finally'); } } emit(a());",
    "write catch",
  ],
  ["finally behind a catch", "try { emit('a'); } catch { emit('b'); } finally { emit('c'); }", "write catch"],
  [
    "a case that goes on",
    "switch (given(1)) { case 1: emit('1'); default: emit('d'); }",
    "with break or return",
  ],
  ["for...in", "for (const key in given({ a: 1, b: 2 })) emit(key);", "keep a list of names"],
  ["computed keys", "given({ [given('a')]: 1 });", "assign to the record afterwards"],
  ["var before its line", "var a = given(1); given(a);", "write let or const"],
  [
    "clearTimeout of nothing, which throws",
    "clearTimeout(undefined);",
    "not assignable to parameter of type 'number'",
  ],
  [
    "clearTimeout without a timer, which ends all",
    "clearTimeout();",
    "clearTimeout is called as clearTimeout(id); it is not given its id",
  ],
  ["once, which events have not", "E.once('kill', () => {});", "Property 'once' does not exist"],
  ["structuredClone", "given(structuredClone({}));", "Cannot find name 'structuredClone'"],
];

describe("in Espruino's own folder it is refused, with its line and what to write instead", () => {
  test.each(REFUSED_IN_ITS_FOLDER)("%s", async (_, code, sentence) => {
    const built = espruinoScript(`\n${code}\n`);
    await expect(built).rejects.toThrow(BuildError);
    await expect(built).rejects.toThrow(sentence);
    await expect(built).rejects.toThrow(/^src\/platform\/espruino\/case\.ts:2: /);
  });
});

/** What the build writes out in other words: the same lines come from the program as written and as built. */
const LOWERED: readonly (readonly [row: string, code: string])[] = [
  [
    "function declarations called above their text",
    "emit(first()); function first(): string { return second() + given('1'); } function second(): string { return given('2'); } emit(second());",
  ],
  [
    "default parameters",
    "function a(b: string, c = b + given('!')): string { return c; } emit(a('x') + a('x', 'y'));",
  ],
  ["a record taken apart", "const { a, b: { c } } = given({ a: 'x', b: { c: 'y' } }); emit(a + c);"],
  ["`?.`", "const a = given<{ b?: { c: string } } | undefined>({}); emit(a?.b?.c ?? 'none');"],
  ["shadowed let of blocks", "const a = given('out'); { const a = given('in'); emit(a); } emit(a);"],
  [
    "let of two loops",
    "let all = ''; for (let i = 0; i < 2; i++) { const j = given(i); all += j; } for (let i = 5; i < 7; i++) all += i; emit(all);",
  ],
  [
    "a bare return at a line's end",
    "function a(n: number): void {\n  if (n > 1) return\n  emit(given('after'))\n}\na(given(2)); a(given(1)); emit('end');",
  ],
  [
    "a bare return before a text",
    "function a(n: number): void { if (n > 1) { emit('big'); return; } emit('small'); }\na(given(2)); a(given(1));",
  ],
  [
    "a long value to return",
    `function a(n: number): string {\n  return (\n    "${"x".repeat(60)}" +\n    given("${"y".repeat(60)}") +\n    n\n  );\n}\nemit(a(given(1))); emit(a(given(2)));`,
  ],
  ["numbers with an exponent", "emit('' + (given(0) + 100000) + ',' + (given(0) + 1000000));"],
  ["text outside ASCII", "emit(given('21 °C'));"],
  [
    "a text sought in another one, whose beginning stands at its end",
    "const all = given('abab'); emit('' + all.indexOf(given('abx')) + ',' + all.indexOf('bx') + ',' + all.indexOf('bx', given(3)) + ',' + all.indexOf('ab', given(1)) + ',' + all.indexOf('b'));",
  ],
];

const HERE = espruinoBinaries();
const where = HERE.length === 0 ? " (no real Espruino is here)" : "";

describe(`it is written out${where}`, () => {
  test.each(LOWERED)("%s", async (_, code) => {
    const answers = await everywhere(code);
    expect(answers.source?.length).toBeGreaterThan(0);
    for (const [engine, lines] of Object.entries(answers))
      expect({ engine, lines }).toEqual({ engine, lines: answers.source });
  });
});

/** As above, of what only Espruino's own folder may write. */
const LOWERED_IN_ITS_FOLDER: readonly (readonly [row: string, code: string])[] = [
  ["a catch without its error", "try { throw given('x'); } catch { emit('caught'); }"],
];

describe(`in Espruino's own folder it is written out${where}`, () => {
  test.each(LOWERED_IN_ITS_FOLDER)("%s", async (_, code) => {
    const answers = await onEspruino(code);
    expect(answers.source?.length).toBeGreaterThan(0);
    for (const [engine, lines] of Object.entries(answers))
      expect({ engine, lines }).toEqual({ engine, lines: answers.source });
  });
});

function refusals(file: string, text: string, globals: readonly string[]): readonly string[] {
  try {
    linkEntry({ file, text }, globals, "espruino");
    return [];
  } catch (error) {
    if (error instanceof BuildError) return error.refusals;
    throw error;
  }
}
