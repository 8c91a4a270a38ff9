// What the build takes out or puts elsewhere fits the place where it stood.
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
});

test("what is true or false in a choice of values is the value that it was", () =>
  expectSame(`
    interface Part { n: number }
    function both(is: boolean | undefined): string { const value = is && false; return value === undefined ? "none" : value ? "yes" : "no"; }
    function either(part: Part | undefined): string { const value = part || true; return value === true ? "true" : "part" + value.n; }
    emit(both(given<boolean | undefined>(undefined)) + both(given<boolean | undefined>(true)));
    emit(either(given<Part | undefined>(undefined)) + either(given<Part | undefined>({ n: 3 })));
  `));
