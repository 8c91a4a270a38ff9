// Code that the build takes out or puts elsewhere fits the place where it stood.
import { describe, test } from "vitest";
import { expectSame } from "./expect-same.ts";

describe("a statement that says nothing goes, and the next one does not take its place", () => {
  test("behind a condition, an `else` and a loop", () =>
    expectSame(`
      function five(): number { return 5; }
      function six(): number { return 6; }
      function seven(): number { return 7; }
      function main(is: boolean, n: number): void {
        if (is) five();
        emit("first");
        if (is) emit("is"); else six();
        emit("second");
        for (let i = 0; i < n; i++) seven();
        emit("third");
      }
      main(given(true), given(3));
      main(given(false), given(2));
    `));

  test("a loop that never runs behind a condition", () =>
    expectSame(`
      const NEVER = false;
      function main(is: boolean): void { if (is) while (NEVER) emit("never"); emit("end"); }
      main(given(true));
      main(given(false));
    `));

  test("a record that is made for nobody, whose parts do something", () =>
    expectSame(`
      let log = "";
      interface Pair { a: number; b: number }
      function note(text: string): number { log += text; return 1; }
      function pair(n: number): Pair { if (n > 3) return { a: note("1"), b: note("2") }; log += "-"; return { a: note("3"), b: note("4") }; }
      function table(): Record<string, number> { log += "."; return { "a": note("5"), "b": note("6") }; }
      function main(n: number): void { pair(n); const unused = table(); emit(log); }
      main(given(2));
      main(given(5));
    `));
});

test("a boolean in a choice of values keeps its own value", () =>
  expectSame(`
    interface Part { n: number }
    function both(is: boolean | undefined): string { const value = is && false; return value === undefined ? "none" : value ? "yes" : "no"; }
    function either(part: Part | undefined): string { const value = part || true; return value === true ? "true" : "part" + value.n; }
    emit(both(given<boolean | undefined>(undefined)) + both(given<boolean | undefined>(true)));
    emit(either(given<Part | undefined>(undefined)) + either(given<Part | undefined>({ n: 3 })));
  `));

describe("a record that the start hands to a function", () => {
  const TAKEN = `
    interface Size { a: number; b: number }
    const kept: Size[] = [];
    let count = 1;
    function more(): number { count += 1; return count; }
    function take(n: number, size: Size): number { kept.push(size); size.b += 1; emit("taken"); return n + size.a + size.b; }`;
  const SHOWN = `for (const one of kept) emit("" + one.a + one.b);`;

  test("a record handed to a function is made when its statement comes to it", () =>
    expectSame(`${TAKEN} emit("" + more() + "," + take(more(), { a: count, b: 0 })); ${SHOWN}`));

  test("a closure makes its record anew from each call's arguments", () =>
    expectSame(`${TAKEN}
      const call = (n: number): number => take(1, { a: n, b: 0 });
      const calls: ((n: number) => number)[] = [];
      calls.push(call);
      for (const one of calls) { emit("" + one(given(2))); emit("" + one(given(3))); }
      ${SHOWN}
    `));

  test("a handed record is made anew in each turn of a loop without braces", () =>
    expectSame(`${TAKEN} for (let i = 0; i < given(3); i++) take(1, { a: i, b: 0 }); ${SHOWN}`));

  test("a handed record is made only where a condition without braces comes to it", () =>
    expectSame(`${TAKEN} if (given(false)) take(1, { a: 1, b: 0 }); emit("" + kept.length);`));
});

test("a name that the build invents is not the author's", () =>
  expectSame(`
    interface Size { a: number; b: number }
    const given_size = given(5);
    function take(size: Size): number { size.b += 1; emit("taken"); return size.a + size.b; }
    function find(n: number): string { if (n === 1) return "one"; if (n > 5) { emit("big"); return "more"; } return "few"; }
    function main(find_result: string, size_a: number, list_item: string): void {
      const text = find(given(1));
      const size: Size = { a: given(1), b: 2 };
      const list = [given("a")];
      for (const one of list) emit(text + find_result + size.a + size_a + one + list_item);
    }
    emit("" + take({ a: given(1) > 0 ? 1 : 2, b: 0 }) + given_size);
    main(given("mine"), given(7), given("b"));
  `));

test("a top-level constant keeps the value from its own line", () =>
  expectSame(`
    let n = given(1);
    const first = n;
    const half = Math.floor(n / 2);
    function more(): number { n += 1; return n; }
    const second = more();
    const third = n;
    emit("" + first + half + second + more() + third + n);
  `));

test("a comment in the middle of an expression hides nothing of it", () =>
  expectSame(`
    function sum(a: number, b: number): number { emit("sum"); return a + // the first
      twice(b, // the second
        2 // times
      ); }
    function twice(n: number, times: number): number { return n * times; }
    function main(): void { const n = sum(given(1), given(2)); emit("" + n); }
    main();
  `));
