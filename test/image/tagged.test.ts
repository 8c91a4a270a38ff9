// What an author says of a function with @hot, @cold and @inline changes where it stands, never what it does.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { expectSame } from "./expect-same.ts";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

async function emitted(text: string, target: "espruino" | "nodemcu"): Promise<string> {
  const globals = [join(FIXTURES, "globals.d.ts")];
  const linked = linkEntry({ file: join(FIXTURES, "case.ts"), text }, globals, target);
  const files = await emit(linked, target, "case");
  return files.map(({ content }) => content.text).join("\n");
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

/** What a program does happens in callbacks, as on a device: nothing is over when it has started. */
const RUN = `const jobs: (() => void)[] = [];
  function add(job: () => void): void { jobs.push(job); }`;
const END = `add(main); add(main);
  for (const job of jobs) job();`;

const INLINE = `${RUN}
  interface Ring { at: number; items: string[] }
  const ring: Ring = { at: 0, items: [] };
  /** @inline */
  function slotOf(r: Ring, places: number): number { return r.at % places; }
  /** @inline */
  function put<Item extends { at: number }>(r: Item, list: string[], text: string): number {
    const slot = r.at % 4;
    if (text === "") return -1;
    list[slot] = text;
    r.at = r.at + 1;
    return slot;
  }
  /** @inline */
  function both(a: string, b: string): string { return start(a) + b; }
  /** @inline */
  function start(a: string): string { return a.length > 1 ? a : a + "_"; }
  /** @hot */
  function often(text: string): string {
    const first = put(ring, ring.items, text);
    const slot = 9;
    const second = put(ring, ring.items, text + text);
    return both(text, "" + first + slot + second) + slotOf(ring, 3) + slotOf(ring, 5);
  }
  function rarely(text: string): string { return both(text, "" + put(ring, ring.items, text)); }
  function main(): void {
    emit(often(given("a"))); emit(often(given(""))); emit(rarely(given("bc"))); emit(rarely(given("")));
    let all = "";
    for (let i = 0; i < 4; i++) all = all + (ring.items[i] ?? "-") + ",";
    emit(all);
  }
  ${END}`;

describe("@inline", () => {
  test("an inlined function is the same on every engine, despite equal names", () => expectSame(INLINE));

  test("leaves no call in a hot function", async () => {
    const called = `${RUN}
      let sum = 0;
      /** @inline */
      function twice(n: number): number { return n * 2; }
      /** @hot */
      function often(n: number): void { sum += twice(n) + twice(n + 1); }
      function main(): void { often(given(1)); often(given(2)); emit("" + sum); }
      ${END}`;
    await expectSame(called);
    expect(await emitted(called, "espruino")).toMatch(/\+=2\*\w+\+2\*\(\w+\+1\)/);
  });
});

const COLD = `${RUN}
  interface Box { value: number; name: string }
  const box: Box = { value: 1, name: "b" };
  /** @cold */
  function add2(a: number, b: number): number { if (a > b) return a; const value = a + b; return value; }
  /** @cold */
  function store(b: Box, value: number): void { if (value < 0) return; b.value = value; }
  /** @cold */
  function made(value: number, name: string): Box { return { value, name }; }
  /** @cold */
  function none(): string { return "none"; }
  /** @cold */
  function deep(n: number): number { return n > 3 ? n : deep(add2(1, n)) + 1; }
  /** @cold */
  function words(list: string[]): string { let all = ""; for (const one of list) { const value = one + none(); all = all + value; } return all; }
  function main(): void {
    store(box, add2(given(1), given(2)));
    store(box, -1);
    emit("" + box.value + made(given(4), "x").name + made(5, given("y")).value + none() + none());
    emit("" + deep(given(0)) + words(["a", given("b")]) + words([]) + add2(given(9), 1));
    store(made(1, "z"), deep(given(2)));
  }
  ${END}`;

describe("@cold", () => {
  test("functions merged into one are the same on every engine", () => expectSame(COLD));

  test("is one function on Espruino, however many there are", async () => {
    const merged = await emitted(COLD, "espruino");
    const apart = await emitted(COLD.replaceAll("@cold", "not said"), "espruino");
    expect(count(apart, /\bfunction\b/g) - count(merged, /\bfunction\b/g)).toBe(4);
  });

  test("a function that something keeps as a value stays a function", () =>
    expectSame(`${RUN}
      let log = "";
      /** @cold */
      function kept(): void { log = log + "k"; }
      /** @cold */
      function called(text: string): string { return text + log; }
      /** @cold */
      function other(text: string): string { return called(text) + "!"; }
      add(kept);
      function main(): void { emit(called(given("a")) + other("b") + other(given("c"))); }
      ${END}`));
});

describe("bytes side by side", () => {
  const BYTES = `${RUN}
    function pair(bytes: string, at: number): string {
      const high = bytes.charCodeAt(at);
      const low = bytes.charCodeAt(at + 1);
      const far = bytes.charCodeAt(at + 3);
      let next = at + 1;
      const a = bytes.charCodeAt(next);
      next = bytes.charCodeAt(next + 1);
      const first = bytes.charCodeAt(0);
      const second = bytes.charCodeAt(1);
      return "" + (high * 256 + low) + "," + far + "," + a + "," + next + "," + first + "," + second;
    }
    function main(): void { emit(pair(given("abcdef"), 1)); emit(pair(given("\\0\\xffz9 "), 0)); }
    ${END}`;

  test("are the same on every engine", () => expectSame(BYTES));

  test("are read in one call in Lua", async () => {
    const calls = (await emitted(BYTES, "nodemcu")).match(/\b\w+\(\w+,[^()]*,[^()]*\)/g) ?? [];
    expect(calls.filter((call) => /\+1,\w+\+2\)$|,1,2\)$/.test(call))).toHaveLength(2);
  });
});

test("Lua needs no call for an identifier's high byte below 65,536", () =>
  expectSame(`${RUN}
    function two(value: number): string { return String.fromCharCode(value >> 8, value & 255); }
    function main(): void { for (const value of [0, 1, 255, 256, 4660, 65535]) emit(two(given(value))); }
    ${END}`));
