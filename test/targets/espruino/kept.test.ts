// Names that a script still holds when it has started: cold functions are one, and what
// only the start needs is gone.
import { describe, expect, test } from "vitest";
import { printed } from "../../../tools/compiler/ir/print.ts";
import { withFieldOrder } from "../../../tools/targets/espruino/lower/field-order.ts";
import { withMergedCold } from "../../../tools/targets/espruino/lower/merge-cold.ts";
import { neededByStart } from "../../../tools/targets/espruino/lower/release.ts";
import { irOf } from "../../compiler/ir-of.ts";
import { expectSame, scriptOf } from "./scripts.ts";

/** What a program does happens in callbacks, as on a device: nothing is over when it has started. */
const RUN = `const jobs: (() => void)[] = [];
  function add(job: () => void): void { jobs.push(job); }`;
const END = `add(main); add(main);
  for (const job of jobs) job();`;

const COLD = `${RUN}
  interface Box { value: number; name: string }
  const box: Box = { value: 1, name: "b" };
  let log = "";
  /** @cold */
  function add2(a: number, b: number): number { if (a > b) return a; const value = a + b; return value; }
  /** @cold */
  function store(b: Box, value: number): void { if (value < 0) return; b.value = value; }
  /** @cold */
  function made(value: number, name: string): Box { value = value + 1; return { value, name }; }
  /** @cold */
  function none(): string { return "none"; }
  /** @cold */
  function deep(n: number): number { return n > 3 ? n : deep(add2(1, n)) + 1; }
  /** @cold */
  function words(list: string[]): string { let all = ""; for (const one of list) { const value = one + none(); all = all + value; } return all; }
  /** @cold */
  function kept(): void { log = log + "k"; }
  add(kept);
  function main(): void {
    store(box, add2(given(1), given(2)));
    store(box, -1);
    emit("" + box.value + made(given(4), "x").name + made(5, given("y")).value + none() + none());
    emit("" + deep(given(0)) + words(["a", given("b")]) + words([]) + add2(given(9), 1) + log);
    store(made(1, "z"), deep(given(2)));
  }
  ${END}`;

describe("cold functions", () => {
  test("merged cold functions behave alike", () => expectSame(COLD));

  test("cold functions are merged, except those used as values", () => {
    const names = [...withMergedCold(irOf(COLD)).functions.keys()].map(({ name }) => name);
    expect(names).toEqual(["add", "kept", "main", "mergedCold0"]);
  });

  test("cold functions are dispatched by number, and a lone one stays", () => {
    const two = `/** @cold */ function a(n: number): void { emit("a" + n); } /** @cold */ function b(): void { emit("b"); }
      given(() => { a(1); b(); });`;
    const text = printed(withMergedCold(irOf(two)));
    expect(text).toContain("function mergedCold0(number, parameter0) {\n  if (number === 0) {");
    expect(text).toContain("mergedCold0(0, 1);\n  mergedCold0(1);");
    const program = irOf(
      two.replaceAll("b()", "a(2)").replace("/** @cold */ function a(2): void", "function c(): void"),
    );
    expect(withMergedCold(program)).toBe(program);
  });
});

describe("functions of each connection", () => {
  const TEXT = `/** @cold */ function rare(): void { emit("a"); }
    /** @cold @connecting */ function opened(): void { emit("b"); }
    /** @cold @apart */ function greeted(): void { emit("c"); }
    /** @cold */ function rarer(): void { emit("d"); }
    /** @cold @connecting */ function ended(): void { emit("e"); }
    given(() => { rare(); opened(); greeted(); rarer(); ended(); });`;

  test("functions of each connection are merged, apart from rarer ones", () => {
    const text = printed(withMergedCold(irOf(TEXT)));
    const calls = [...text.matchAll(/^ +(\w+\(\d?\));$/gm)].map(([, call]) => call);
    expect(calls.slice(-5)).toEqual([
      "mergedCold1(0)",
      "mergedCold0(0)",
      "greeted()",
      "mergedCold1(1)",
      "mergedCold0(1)",
    ]);
  });
});

describe("code of the start alone", () => {
  const TEXT = `const only = given("only"); let later = given("later"); const seen = [given("seen")]; const unseen = given("u");
    function begin(text: string): string { return text + only; }
    function wake(): void { tell(later); later = "b"; }
    function tell(text: string): void { emit(text); }
    function inner(): void { function own(): string { return seen[0] as string; } given(() => { emit(own()); }); }
    function never(): void { wake(); }
    for (const one of [begin("a"), begin("b")]) emit(one + unseen);
    for (let i = 0; i < 2; i++) emit("" + i);
    inner();
    given(wake)();
    wake();`;

  test("only code that no later function names counts as code of the start", () => {
    const { functions, variables } = neededByStart(irOf(TEXT));
    expect(functions.map(({ name }) => name)).toEqual(["begin", "inner", "never"]);
    expect(variables.map(({ name }) => name)).toEqual(["only", "unseen", "one"]);
  });

  test("the script's last statements delete the code of the start", async () => {
    await expectSame(TEXT);
    // The function that nothing calls is not in the script at all.
    expect((await scriptOf(TEXT)).match(/^delete \w+$/gm)).toHaveLength(5);
  });

  test("no code is deleted where all may be needed later", async () => {
    expect(await scriptOf("given(() => { emit('a'); });")).not.toContain("delete");
  });
});

describe("the field order of a record", () => {
  const text = (made: string): string => `interface Lamp { name: string; since: number; level: number }
    const lamp: Lamp = { name: ${made}, since: 0, level: 1 };
    function rare(): void { lamp.since = lamp.since + 1; lamp.since = lamp.since + 2; emit("" + lamp.since); }
    /** @hot */
    function often(): void { emit("" + lamp.level); }
    rare();
    often();
    emit(lamp.name);`;

  test("fields stand in order of use, each message's fields first", () => {
    expect(printed(withFieldOrder(irOf(text('"hall"'))))).toContain('{ level: 1, since: 0, name: "hall" }');
    return expectSame(text('"hall"'));
  });

  test("a record's fields keep their order where creation is observable", () => {
    expect(printed(withFieldOrder(irOf(text('given("hall")'))))).toContain('{ name: given("hall"), since');
  });
});

test("the most used state of hot functions precedes all functions", async () => {
  const text = `${RUN}
    const rare = { value: given(1) };
    let seldom = 1;
    let often = 2;
    /** @hot */
    function main(): void { often = often + 1; emit("" + often + later()); often = often + 2; }
    function later(): number { seldom = seldom + 1; return seldom + rare.value; }
    ${END}`;
  const script = await scriptOf(text);
  expect(script).toMatch(/^var \w+=2,\w+=1[,\n]/m);
  expect(script.search(/^var \w+=2,/m)).toBeLessThan(script.indexOf("function "));
  await expectSame(text);
});
