// A function that is as short as its calls stands in place of them all.
import { expect, test } from "vitest";
import { inlineSmall } from "../../../tools/compiler/passes/inline-small.ts";
import { changed, expectSame } from "./same.ts";

const last = (text: string): string | undefined => changed(text, inlineSmall).trimEnd().split("\n").at(-1);

test("a function of a few tokens is inlined everywhere", () => {
  expect(
    last(`const root = given("home");
      function status(): string { return root + "/status"; }
      function part(name: string): string { return root + name; }
      emit(status() + part("/a") + part(status()));`),
  ).toBe('emit(root + "/status" + (root + "/a") + (root + (root + "/status")));');
});

test("a call is kept when an argument has effects or repeats", () => {
  expect(
    last(`function twice(text: string): string { return text + text; }
      const text = given("text");
      emit(twice(given("a")) + twice(text + "b") + twice("long text") + twice("c") + twice(text));`),
  ).toBe('emit(twice(given("a")) + twice(text + "b") + twice("long text") + ("c" + "c") + (text + text));');
});

test("an unused argument is removed only without side effects", () => {
  expect(
    last(`function first(a: string, b: string): string { return a; }
      emit(first("a", given("b")) + first("a", "b"));`),
  ).toBe('emit(first("a", given("b")) + "a");');
});

test("a function that is longer, calls, or allocates is kept", () => {
  const text = `interface Box { n: number }
    function made(n: number): Box { return { n }; }
    function called(n: number): number { return given(n); }
    function long(a: number, b: number): number { return a * b + b * 7 - a * 9; }
    emit("" + made(1).n + called(2) + long(3, 4));`;
  expect(last(text)).toBe('emit("" + made(1).n + called(2) + long(3, 4));');
});

test("a statement that only called an inlined function is removed", () => {
  expect(
    changed("function none(): string { return 'none'; }\nnone();\nemit('end');", inlineSmall),
  ).not.toContain("none();");
});

test("an expression in a condition is evaluated as often as before", () => {
  expectSame(
    `let level = given(0);
    function isLow(): boolean { return level < 3; }
    function next(n: number): number { return n + level; }
    while (isLow()) level += 1;
    for (let i = 0; i < 9; i = next(i)) emit("" + i);
    emit(isLow() && level > 1 ? "low" : "high");`,
    inlineSmall,
  );
});

test("a short store is inlined; a longer body stays a function", () => {
  const text = changed(
    `interface Lamp { level: number; since: number }
    const lamp: Lamp = { level: 0, since: 0 };
    function dim(one: Lamp, level: number): void { one.level = level; }
    function both(one: Lamp, level: number): void { one.level = level; one.since = level; }
    function set(one: Lamp, level: number): void { one.level = level; one.since = level * 2 + one.level; }
    function asked(one: Lamp): void { one.level = given(3); }
    function run(one: Lamp): void { dim(one, given(1)); dim(one, 2); both(one, 3); set(one, given(4)); asked(one); emit("" + one.level + one.since); }
    run(lamp);`,
    inlineSmall,
  );
  const [, body = ""] = /function run\(one\) \{\n([\s\S]*?)^\}/m.exec(text) ?? [];
  expect(body.replace(/\$\d+|^ {2}/gm, "")).toBe(
    'let level = given(1);\none.level = level;\none.level = 2;\none.level = 3;\none.since = 3;\nset(one, given(4));\nasked(one);\nemit("" + one.level + one.since);\n',
  );
});

test("a stored value is evaluated once, in its order", () => {
  expectSame(
    `interface Lamp { level: number; next: Lamp | undefined }
    function lampOf(n: number): Lamp { emit("lamp " + n); return { level: n, next: undefined }; }
    function number(n: number): number { emit("number " + n); return n; }
    function dim(one: Lamp, level: number): void { one.level = level + level; }
    function run(): void { const one = lampOf(1); dim(one, number(2)); dim(lampOf(3), number(4)); emit("" + one.level); }
    run();`,
    inlineSmall,
  );
});
