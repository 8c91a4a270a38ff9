// Functions that NodeMCU's build takes out of memory or merges mean the same as where they were.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";
import { expectSame } from "./expect-same.ts";

const FIXTURES = join(packageFolder, "test", "image", "fixtures");

/** The Lua files of a program's image, by name. */
async function luaFiles(text: string): Promise<Record<string, string>> {
  const globals = [join(FIXTURES, "globals.d.ts")];
  const linked = linkEntry({ file: join(FIXTURES, "case.ts"), text }, globals, "nodemcu");
  const files = await emit(linked, "nodemcu", "case");
  return Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
}

/** All that a program does happens in callbacks, as on a device: nothing is over when it has started. */
const RUN = `const jobs: (() => void)[] = [];
  function add(job: () => void): void { jobs.push(job); }`;
const END = `add(main);
  for (const job of jobs) job();`;

const PROGRAMS: readonly (readonly [title: string, text: string])[] = [
  [
    "branches of one function keep their parameters, their locals and what they return",
    `${RUN}
     let total = 0;
     function twice(n: number): number { return n * 2; }
     function joined(a: string, b: string): string { const both = a + b; return both + "." + both; }
     function count(by: number): void { if (by < 0) return; total += by; }
     function first(list: number[]): number | undefined { for (const n of list) if (n > 1) return n; return undefined; }
     function main(): void {
       emit("" + twice(twice(given(3))) + joined("a", given("b")) + joined(given("c"), "d"));
       count(given(4)); count(-1); count(twice(given(1)));
       emit("" + total + "," + (first([given(1), 2, 3]) ?? 0) + (first([given(0)]) === undefined ? "none" : "some"));
     }
     ${END}`,
  ],
  [
    "functions that call each other, themselves and functions that run often",
    `${RUN}
     /** @hot */
     function often(n: number): number { return n + step(n); }
     function step(n: number): number { return n > 5 ? 1 : often(n + 1); }
     function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
     function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
     function power(n: number, e: number): number { return e === 0 ? 1 : n * power(n, e - 1); }
     function main(): void {
       emit("" + often(given(1)) + "," + often(given(9)) + "," + power(given(3), 4) + "," + power(given(2), 10));
       emit((even(given(6)) ? "even" : "odd") + (odd(given(6)) ? "odd" : "even"));
     }
     ${END}`,
  ],
  [
    "merged functions as values, called directly as well",
    `${RUN}
     interface Filter { pass: (value: number, by: number) => number; by: number }
     let passed = 0;
     function scale(value: number, by: number): number {
       passed += 1;
       let result = 0;
       for (let i = 0; i < by; i++) { if (value > 100) result = result + 100; else result = result + value; }
       if (result > 1000) return 1000;
       return result - passed;
     }
     function shift(value: number, by: number): number {
       passed += 1;
       const result = value + by;
       if (result < 0) { passed = 0; return 0; }
       return result > 50 ? result - 50 : result;
     }
     function both(filters: Filter[], value: number): number {
       let now = value;
       for (const filter of filters) now = filter.pass(now, filter.by);
       return now;
     }
     function main(): void {
       const filters: Filter[] = [{ pass: scale, by: given(3) }, { pass: shift, by: given(-7) }];
       emit("" + both(filters, given(10)) + "," + both(filters, given(40)) + "," + scale(given(7), 2) + "," + shift(1, given(2)));
       const chosen = given(true) ? scale : shift;
       emit("" + chosen(given(5), 5) + "," + passed);
     }
     ${END}`,
  ],
  [
    "functions that run rarely change what others see, and see what others changed",
    `${RUN}
     const NAME = "device";
     let state = 0;
     let log = "";
     const seen: string[] = ["start"];
     function note(what: string): void { log = log + what + ";"; seen.push(what); }
     /** @cold */
     function connect(name: string, tries: number): string | undefined {
       if (tries > 3) return undefined;
       state += 1;
       note(NAME + " connects " + tries);
       return label(name) + state;
     }
     function label(name: string): string { return "<" + name + ">"; }
     /** @cold */
     function lose(why: string): void { state = 0; note(why); if (state === 0) retry(2); }
     /** @cold */
     function retry(times: number): void { if (times === 0) return; state += 10; note("retry " + times); retry(times - 1); }
     function main(): void {
       emit((connect(given("a"), 1) ?? "?") + "," + (connect("b", given(9)) ?? "refused") + "," + (connect(given("c"), 3) ?? "?"));
       lose(given("gone"));
       lose("again");
       emit(log + state + "," + seen.length);
     }
     ${END}`,
  ],
  [
    "functions that run rarely as values, and at the start as well",
    `${RUN}
     interface Handlers { opened: (what: string) => string; closed: (this: void) => void }
     let open = 0;
     function name(what: string): string { return "[" + what + "]"; }
     /** @cold */
     function opened(what: string): string { open += 1; return name(what) + open; }
     /** @cold */
     function closed(this: void): void { open -= 1; emit("closed " + name("x") + open); }
     /** @cold */
     function handlers(): Handlers { return { opened, closed }; }
     let all: Handlers | undefined;
     function main(): void {
       if (all === undefined) { all = handlers(); add(main); emit(name("first")); return; }
       emit(all.opened(given("one")) + all.opened("two") + opened("three"));
       all.closed();
       closed();
     }
     emit(opened(given("start")));
     ${END}`,
  ],
  [
    "functions that records keep from the start on, and that know each other",
    `${RUN}
     interface Part { name: string; begin: (part: Part) => void; read: (part: Part, more: number) => number; count: number }
     function begun(part: Part): void { part.count = part.name.length; add(wake); emit("begin " + part.name); }
     function readOnce(part: Part, more: number): number { part.count += more; return part.count; }
     function readTwice(part: Part, more: number): number { return readOnce(part, more) + readOnce(part, more); }
     function wake(): void { for (const part of parts) emit(part.name + part.read(part, given(1))); }
     const first: Part = { name: given("first"), begin: begun, read: readOnce, count: 0 };
     const second: Part = { name: given("second"), begin: begun, read: readTwice, count: 0 };
     const parts: Part[] = [first, second];
     function main(): void { for (const part of parts) part.begin(part); }
     ${END}`,
  ],
];

describe("functions that run now and then", () => {
  test.each(PROGRAMS)("%s", async (_, text) => {
    const answers = await everywhere(text);
    expect(answers.source?.length).toBeGreaterThan(0);
    for (const [engine, lines] of Object.entries(answers))
      expect({ engine, lines }).toEqual({ engine, lines: answers.source });
  });

  test("a function tagged as cold stands in its own file only", async () => {
    const files = await luaFiles(
      `${RUN}
       /** @cold */
       function lose(why: string): void { emit("lost: " + why); emit("the end of " + why); }
       function main(): void { lose(given("a")); lose(given("b")); }
       ${END}`,
    );
    const withText = Object.entries(files).filter(([, text]) => text.includes("the end of"));
    expect(withText.map(([name]) => name)).toEqual([expect.stringMatching(/^ov[0-9a-z]{5}0\.lua$/)]);
    expect(files["ringmote.lua"]).not.toContain("ov");
  });

  test("a function tagged as hot stays, and the others are merged", async () => {
    const body = (letter: string) =>
      `function ${letter}(n: number): void { emit("${letter}" + n); emit("" + n); }`;
    const calls = ["a", "b", "c"].map((one) => `${one}(given(1)); ${one}(given(2));`).join(" ");
    const program = (tag: string) =>
      `${RUN}\n${tag}\n${body("a")} ${body("b")} ${body("c")} function main(): void { ${calls} } ${END}`;
    const count = async (text: string) =>
      (
        Object.values(await luaFiles(text))
          .join("\n")
          .match(/\bfunction\b/g) ?? []
      ).length;
    expect(await count(program("/** @hot */"))).toBe((await count(program(""))) + 1);
  });
});

test("a function without result ends with a call and returns nothing", () =>
  expectSame(`
    let told = 0;
    /** @cold */
    function count(by: number): number { told += by; emit("counted " + told); return told; }
    /** @cold */
    function quiet(by: number): undefined { count(by); }
    for (let i = 1; i < 3; i++) {
      const given_ = quiet(given(i));
      emit(given_ === undefined ? "nothing" : "something");
      if (count(given(i)) > 100) emit("many");
    }
  `));
