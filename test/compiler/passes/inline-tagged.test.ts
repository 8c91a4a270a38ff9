// Functions that their author tagged stand in place of their calls in hot ones: copies, each with variables of its own.
import { describe, expect, test } from "vitest";
import { inlineTagged } from "../../../tools/compiler/passes/inline-tagged.ts";
import { changed, expectSame, TEXTS } from "./same.ts";

test.each(TEXTS.filter(([, text]) => text.includes("@")))(
  "inlining of tagged functions keeps the meaning of: %s",
  (_, text) => {
    expectSame(text, inlineTagged);
  },
);

const RUN = "const jobs: (() => void)[] = [];\njobs.push(main);\nfor (const job of jobs) job();";

/** One function, as the pass has made it. */
function functionIn(text: string, name: string, pass = inlineTagged): string {
  const all = changed(`${text}\n${RUN}`, pass);
  return all.slice(all.indexOf(`function ${name}(`)).split("\n}\n")[0] ?? "";
}

describe("a function tagged inline", () => {
  const TWICE = `let sum = 0;
    /** @inline */
    function twice(n: number): number { return n * 2; }
    /** @hot */
    function often(n: number): void { sum += twice(n) + twice(n + 1); }
    function main(): void { often(given(1)); sum = twice(sum); emit("" + sum); }`;

  test("an inline function is inlined in hot callers and kept for others", () => {
    expect(functionIn(TWICE, "often")).toContain("sum += n * 2 + (n + 1) * 2;");
    expect(functionIn(TWICE, "main")).toContain("sum = twice(sum);");
    expect(functionIn(TWICE, "twice")).toContain("return n * 2;");
  });

  test("a tagged function has separate variables in each place", () => {
    const text = functionIn(
      `const kept: (() => string)[] = [];
      /** @inline */
      function keep(text: string): void {
        let own = text;
        function say(): string { const both = own + text; return both; }
        own = own + "!";
        kept.push(say);
        kept.push((n = "default") => own + n);
      }
      /** @hot */
      function main(): void { keep(given("a")); keep(given("b")); for (const say of kept) emit(say()); }`,
      "main",
    );
    expect(text).not.toContain("keep(");
    expect(text.match(/function say/g)).toHaveLength(2);
  });

  test("a tagged function is inlined into another before that is copied", () => {
    const text = functionIn(
      `/** @inline */
      function both(a: string, b: string): string { return start(a) + b; }
      /** @inline */
      function start(a: string): string { return a.length > 1 ? a : a + "_"; }
      /** @hot */
      function main(): void { const a = given("a"); emit(both(a, "b") + both(a, "c")); }`,
      "main",
    );
    expect(text).toContain(
      'emit((a.length > 1 ? a : a + "_") + "b" + ((a.length > 1 ? a : a + "_") + "c"));',
    );
  });

  test("a recursive tagged function stays a function", () => {
    const text = `/** @inline */
      function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
      /** @inline */
      function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
      /** @inline */
      function deep(n: number): number { return n > 3 ? n : deep(n + 1); }
      /** @hot */
      function main(): void { emit((even(given(10)) ? "even" : "odd") + deep(given(1))); }`;
    expect(functionIn(text, "main")).toContain('emit((even(given(10)) ? "even" : "odd") + deep(given(1)));');
  });

  test("a tagged function with early returns stores its result each time", () => {
    const text = `interface Ring { at: number; items: (string | undefined)[] }
      const ring: Ring = { at: 0, items: [] };
      /** @inline */
      function put(r: Ring, list: (string | undefined)[], text: string): number {
        const slot = r.at % 4;
        if (text === "") return -1;
        list[slot] = text;
        r.at = r.at + 1;
        return slot;
      }
      /** @hot */
      function main(): void {
        const first = put(ring, ring.items, given("a"));
        const second = put(ring, ring.items, given(""));
        emit("" + first + second + ring.items.length + ring.at);
      }`;
    expect(functionIn(text, "main").match(/ = -1;/g)).toHaveLength(2);
    expect(functionIn(text, "main")).not.toContain("put(");
  });
});

test("a function tagged branch is inlined unless the target reads past branches", () => {
  const text = `/** @branch */
    function other(n: number): void { emit("" + n); emit("other"); }
    /** @hot */
    function main(): void { const n = given(3); if (n > 2) other(n); if (n > 1) other(n - 1); emit("end"); }`;
  const apart = (program: Parameters<typeof inlineTagged>[0]) =>
    inlineTagged(program, { areBranchesApart: true });
  expect(functionIn(text, "main")).not.toContain("other(");
  expect(functionIn(text, "main", apart)).toContain("other(n);");
});
