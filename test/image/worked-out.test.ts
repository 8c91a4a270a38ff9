// What the build works out, and what it takes for the same, changes nothing that a program does; it only makes it shorter.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { expectSame } from "./expect-same.ts";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

/** The program's text for Espruino. */
async function script(text: string): Promise<string> {
  const linked = linkEntry(
    { file: join(FIXTURES, "case.ts"), text },
    [join(FIXTURES, "globals.d.ts")],
    "espruino",
  );
  const [file] = await emit(linked, "espruino", "case");
  return file?.content.text ?? "";
}

describe("values that a program works out before it does anything", () => {
  const PARTS = `
    interface Value { part: Part | undefined; at: number; decimals: number }
    interface Part { name: string; pass: (n: number) => number; first: Value; second: Value; list: number[] }
    function twice(n: number): number { return n * 2; }
    function part(name: string): Part {
      const made: Part = {
        name, pass: twice, list: [],
        first: { part: undefined, at: 1, decimals: 2 }, second: { part: undefined, at: 2, decimals: -1 },
      };
      made.first.part = made;
      made.second.part = made;
      made.list.push(name.length);
      return made;
    }`;

  test("records worked out by the build keep their shared references", () =>
    expectSame(`${PARTS}
      interface Declared { name: string; values: Value[]; own: Part }
      function declared(name: string, values: Value[], own: Part): Declared { return { name, values, own }; }
      const air = part("air");
      const all = declared("\\u00e9" + '"' + "\\\\", [air.first, air.second, air.first], air);
      function tell(): void {
        const first = all.values[0];
        first.at = given(7);
        emit(all.name + all.values.length + all.values[2].at + air.first.at + (all.own === air ? "same" : "other"));
        emit("" + (all.values[1].part as Part).pass(given(4)) + (all.values[1].part === air ? "whole" : "apart") + air.list.length + air.list[0] + all.values[1].decimals);
      }
      tell();
    `));

  test("a value that needs the platform is worked out on the device", () =>
    expectSame(`
      let count = 1;
      const seen: number[] = [4];
      function next(): number { count = count + 1; seen.push(count); return count; }
      const first = next();
      const late = given(5) + first;
      const second = next();
      emit("" + first + late + second + count + seen.length + seen[1]);
    `));

  test("later values know what making a dissolved record has changed", () =>
    expectSame(`
      interface Pair { a: number; b: number }
      const seen: number[] = [];
      function pair(): Pair { seen.push(4); return { a: 1, b: 2 }; }
      const { a, b } = pair();
      function size(): number { return seen.length; }
      const before = size();
      function main(): void { emit("" + a + b + before + seen.length); seen.push(given(1)); }
      main();
    `));

  test("a function made on the way remains the same function", () =>
    expectSame(`
      function adder(by: number): (n: number) => number { return (n) => n + by; }
      interface Pair { add: (n: number) => number; by: number }
      function pair(by: number): Pair { return { add: adder(by), by }; }
      const both = [pair(2), pair(3)];
      for (const one of both) emit("" + one.add(given(10)) + one.by);
    `));

  test("functions that only make the start's records leave the image", async () => {
    const text = await script(`${PARTS}
      const air = part("air");
      emit(air.name + air.pass(given(2)) + air.list.length + air.first.at);
    `);
    expect(text).not.toContain("push");
  });
});

describe("variables that say something twice", () => {
  test("a variable's second name disappears only while the variable keeps its value", () =>
    expectSame(`
      function copies(n: number): string {
        let total = 0;
        let text = "";
        for (let i = 0; i < n; i++) {
          const before = total;
          total = total + i * 3;
          const after = total;
          text = text + before + "," + after + ";";
        }
        const end = total;
        let swap = end;
        swap = swap + 1;
        const again = text;
        text = text + "!";
        return again + end + swap + text;
      }
      emit(copies(given(4)));
    `));

  test("an unread value is removed, and its calls still happen", () =>
    expectSame(`
      let calls = 0;
      function called(n: number): number { calls = calls + n; return calls; }
      function unread(n: number): string {
        const nobody = called(n);
        let counted = 0;
        for (let i = 0; i < n; i++) counted += 1;
        if (n > 100) counted = 7; else counted = called(1);
        let late: number;
        if (n > 2) { late = 1; } else { late = called(2); }
        return "" + calls + late;
      }
      emit(unread(given(2)) + unread(given(3)));
    `));

  test("a condition with nothing behind it goes, unless asking does something", () =>
    expectSame(`
      let asked = 0;
      interface Count { never: number }
      const count: Count = { never: 0 };
      function ask(n: number): boolean { asked = asked + n; return n > 1; }
      function main(n: number): void {
        if (n > 1) count.never = n;
        if (ask(n)) count.never = 3;
        emit("" + asked);
      }
      main(given(1));
      main(given(5));
    `));
});

describe("records that are only taken apart", () => {
  test("fields become variables, worked out in their order", () =>
    expectSame(`
      let log = "";
      function note(text: string): string { log = log + text; return text; }
      interface Inner { deep: string }
      interface Options { a: string; b: string; c?: string; inner: Inner; count: number }
      function joined(options: Options): string {
        options.count += 1;
        return options.b + options.a + (options.c === undefined ? "-" : options.c) + options.inner.deep + options.count;
      }
      function main(text: string): void {
        emit(joined({ a: note(text), b: note("2"), inner: { deep: note("3") }, count: given(4) }) + log);
      }
      main(given("1"));
    `));

  test("a record that somebody keeps stays a record", () =>
    expectSame(`
      interface Point { x: number; y: number }
      const kept: Point[] = [];
      function keep(point: Point): void { kept.push(point); point.x = point.x + 1; }
      function main(n: number): void {
        const one: Point = { x: n, y: 2 };
        keep(one);
        one.y = one.y + one.x;
        emit("" + kept[0].x + kept[0].y + one.x);
      }
      main(given(3));
      main(given(8));
    `));
});

describe("lists with one item or none", () => {
  test("their loops run once or never", () =>
    expectSame(`
      interface Item { name: string; options: { level: number } }
      interface Declared { one: Item[]; none: Item[]; two: Item[] }
      function start(declared: Declared, limit: number): string {
        let text = "";
        for (const item of declared.one) { const level = item.options.level; text = text + item.name + (level + limit); }
        for (const item of declared.none) text = text + "never" + item.name;
        for (const item of declared.two) { if (item.options.level === limit) continue; text = text + item.name; }
        for (const item of declared.one) text = text + item.name;
        return text;
      }
      emit(start({ one: [{ name: "a", options: { level: 1 } }], none: [], two: [{ name: "b", options: { level: 2 } }, { name: "c", options: { level: 3 } }] }, given(2)));
    `));

  test("a loop that may end early stays one", () =>
    expectSame(`
      function main(n: number): void {
        const list = [n];
        for (const item of list) { if (item > 3) break; emit("small " + item); }
        emit("end");
      }
      main(given(2));
      main(given(9));
    `));
});

test("a short function replaces its calls, with any arguments", () =>
  expectSame(`
    let count = 0;
    function next(): string { count = count + 1; return "" + count; }
    function path(root: string, name: string): string { return root + "/" + name; }
    function main(root: string): void {
      emit(path(root, "a") + path(path(root, "b"), next()) + path(next(), next()));
      emit(path(root + "x", root) + count);
    }
    main(given("r"));
  `));

test("whole divisions, least and greatest of constants are worked out", () =>
  expectSame(`
    const SECONDS = 60000;
    function main(n: number): void {
      emit("" + Math.floor(SECONDS / 1000) + Math.min(3, 2, 9) + Math.max(4, 5) + Math.floor(n / 7) + Math.min(n, 3));
    }
    main(given(50));
  `));

test("whether a text is in another one, and where", () =>
  expectSame(`
    const NEWLINE = "\\n";
    function main(text: string): void {
      const has = text.indexOf("b") >= 0;
      const lacks = text.indexOf("+") < 0;
      if (text.indexOf(NEWLINE) >= 0 || text.indexOf("c") < 0) emit("first");
      if (text.indexOf("a") > 0) emit("second");
      emit((has ? "has" : "has not") + (lacks ? "lacks" : "lacks not") + text.indexOf("c") + NEWLINE.length);
    }
    main(given("abc"));
    main(given("x+c"));
    main(given("ba\\n"));
  `));
