// Nothing is handed over that nobody asks for, neither to a function nor back.
import { expect, test } from "vitest";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { unusedParameters } from "../../../tools/compiler/passes/unused-parameters.ts";
import { unusedResults } from "../../../tools/compiler/passes/unused-results.ts";
import { changed } from "./same.ts";

test("an unused parameter is removed with its argument", () => {
  const made = changed(
    `function second(_: string, b: string): string { return b + b; }
     function third(this: void, a: string, _: number, c: string): string { return a + c + a; }
     emit(second(given("x") === "x" ? "1" : "2", given("y")) + third("p", 2, "q") + third("r", 3, given("s")));
     emit(second("p", "q"));`,
    unusedParameters,
  );
  expect(made).toContain("function third(a, c)");
  expect(made).toContain('third("p", "q") + third("r", given("s"))');
  expect(made).toContain("function second(_, b)");
});

test("a function used as a value keeps its parameters and result", () => {
  const made = changed(
    `function pair(_: string, b: string): string { emit(b); return b; }
     const take: (a: string, b: string) => string = given(pair);
     take("x", "y"); pair("p", "q");`,
    unusedParameters,
    unusedResults,
  );
  expect(made).toContain("function pair(_, b)");
  expect(made).toContain("return b");
});

test("an unused result is not computed, but its effects are", () => {
  const made = changed(
    `function noted(n: number): number { emit("noted " + n); return n; }
     function step(n: number): boolean { if (n > 3) return noted(n) > 5; emit("small"); return false; }
     step(given(2)); step(given(4));
     emit("" + noted(6));`,
    unusedResults,
    fold,
  );
  expect(made).toMatch(
    /function step\(n\) \{\n {2}if \(n > 3\) \{\n {4}noted\(n\);\n {4}return;\n {2}\}\n {2}emit\("small"\);\n\}/,
  );
  expect(made).toContain("return n;");
});

test("a result that one call uses is kept", () => {
  expect(
    changed('function f(): number { emit("f"); return 5; }\nf();\nemit("" + f());', unusedResults),
  ).toContain("return 5");
});
