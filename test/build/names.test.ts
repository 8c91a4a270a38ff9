// The names of a linked program mean what TypeScript's checker says that they mean.

import { join } from "node:path";
import type ts from "typescript";
import { expect, test } from "vitest";
import { LINKED_FILE, type LinkedProgram, readLinked } from "../../tools/build/linked-program.ts";
import { madeUp } from "../../tools/build/mapped-text.ts";
import { packageFolder } from "../../tools/build/package-folder.ts";
import { eachReference } from "../../tools/build/references.ts";
import { randomProgram } from "./random-program.ts";

const FIXTURES = join(packageFolder, "test", "build", "fixtures");
const GLOBALS = [join(FIXTURES, "globals.d.ts")];

/** For each name, in the order of the text: how it is used, and where what it means is declared. */
function bySymbols({ file, checker }: LinkedProgram): string[] {
  const found: string[] = [];
  eachReference(file, checker, (identifier, symbol, use) => {
    // `as const` names no type.
    if (identifier.text !== "const") found.push(said(identifier, use, symbol.declarations));
  });
  return found;
}

function byMeanings({ names }: LinkedProgram): string[] {
  return names.references.map(({ identifier, use, meaning }) => said(identifier, use, meaning.declarations));
}

function said(identifier: ts.Identifier, use: string, declarations: readonly ts.Declaration[] = []): string {
  const places = declarations.map((one) => {
    const { fileName } = one.getSourceFile();
    return fileName === LINKED_FILE ? String(one.getStart()) : "outside";
  });
  return `${identifier.text} at ${identifier.getStart()}, a ${use}, declared at ${[...new Set(places)].join(", ")}`;
}

const FORMS: readonly (readonly [title: string, text: string])[] = [
  [
    "a local hides what is outside of it",
    `const a = 1; function f(b: number) { const a = b; { const b = a; emit("" + b); } return a + b; } f(a);`,
  ],
  [
    "a closure sees what is declared behind it",
    `function f() { const g = () => later + top; const later = 2; return g; } let top = 1; f();`,
  ],
  [
    "a function sees itself and its neighbours",
    `function f(n: number): number { function g(m: number): number { return m > 0 ? g(m - 1) : h(); } function h() { return n; } return g(n); } f(2);`,
  ],
  [
    "an expression of a function sees its own name",
    `const f = function own(n: number): number { return n > 0 ? own(n - 1) : 0; }; f(1);`,
  ],
  [
    "a second variable of a name in one scope is nobody's but its own",
    `function f(n: number) { const a = n; emit("" + a); const a = 2; const g = () => a; { const a = 3; let a = 4; emit("" + a); } return g() + a; } f(1);`,
  ],
  [
    "a variable beside a parameter of its name is nobody's but its own",
    `function f(n: number) { const n = 2; const { m, m: n } = { m: 1 }; for (const i = 0, i = 1; n < 2; ) emit("" + i); return n; } f(1);`,
  ],
  [
    "loops and catches have variables of their own",
    `const i = 5; for (let i = 0; i < 3; i++) emit("" + i); for (const i of [1]) emit("" + i); try { emit("" + i); } catch (i) { emit("" + i); }`,
  ],
  [
    "the short form of a field is a variable",
    `const name = "a"; function f(name: string) { return { name, other: name }; } const { other } = f(name); const { name: mine } = f(other); emit(mine);`,
  ],
  [
    "types have names apart from values",
    `interface Item { item: string } type T = Item; const Item = 1; function f<T>(T: T, item: Item): T { const all: T[] = [T]; emit(item.item + Item); return all[0] as T; } f<T>({ item: "" }, { item: "" });`,
  ],
  [
    "a type may ask for a variable",
    `const a = { b: 1 } as const; type A = typeof a; function f(a: A): typeof a { return a; } f(a); type M = { [K in keyof A]: A[K] };`,
  ],
  [
    "types of functions have parameters of their own",
    `type F = (a: number, b: string) => a is never; const a = 1; interface G { (a: number): void; m(a: string): typeof a; [key: string]: unknown } emit("" + a);`,
  ],
  [
    "cases share a scope",
    `function f(n: number) { switch (n) { case 1: { const x = 1; return x; } default: const x = 2; return x; } } f(1);`,
  ],
];

test.each(FORMS)("%s", (_, text) => {
  const linked = readLinked(madeUp(`${text}\nexport {};`), GLOBALS);
  expect(byMeanings(linked).length).toBeGreaterThan(0);
  expect(byMeanings(linked)).toEqual(bySymbols(linked));
});

test.each([1, 2, 3])("a program made by chance (%i)", (seed) => {
  const linked = readLinked(madeUp(`${randomProgram(seed)}\nexport {};`), GLOBALS);
  expect(byMeanings(linked)).toEqual(bySymbols(linked));
});

test("a program that edits have changed", () => {
  const text = 'const a = 1;\nfunction f(b: number) { return a + b; }\nemit("" + f(a));\nexport {};';
  const linked = readLinked(madeUp(text), GLOBALS);
  expect(linked.names.references.length).toBeGreaterThan(0);
  const start = text.indexOf("a = 1");
  const next = linked.edited([
    { start, end: start + 1, text: "const_a" },
    { start: text.indexOf("a + b"), end: text.indexOf("a + b") + 1, text: "const_a" },
  ]);
  expect(byMeanings(next)).toEqual(bySymbols(next));
});

test("a program whose edits were made cannot be read any more", () => {
  const linked = readLinked(madeUp("const a = 1;\nexport {};"), GLOBALS);
  linked.edited([{ start: 10, end: 11, text: "2" }]);
  expect(() => linked.file).toThrow("the tree of this text is now that of a later one");
});
