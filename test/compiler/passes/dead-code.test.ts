// Code that nobody needs goes; its side effects stay.
import { expect, test } from "vitest";
import { deadCode } from "../../../tools/compiler/passes/dead-code.ts";
import { changed } from "./same.ts";

test("unreachable functions and variables are removed, also in cycles", () => {
  const made = changed(
    `function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
     function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
     const table = { even, odd };
     function unused(): string { return "" + table.even(2); }
     const used = given("used");
     emit(used);`,
    deadCode,
  );
  expect(made).toBe('let used = given("used");\nemit(used);\n');
});

test("an unread value with effects is evaluated", () => {
  const made = changed(
    `function noted(text: string): string { emit(text); return text; }
     const unread = noted("first");
     let stored = 1;
     stored = noted("second").length;
     function again(): void { stored = 5; emit("again"); }
     again();`,
    deadCode,
  );
  expect(made).not.toMatch(/let|stored|unread/);
  expect(made).toContain('noted("first");\nnoted("second").length;');
});

test("a function passed as a value is kept", () => {
  expect(
    changed("function f(): string { return 'f'; }\nconst g = given(f);\nemit(g());", deadCode),
  ).toContain("function f");
});
