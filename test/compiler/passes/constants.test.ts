// A constant of the start stands where it is read, and what may be another value does not.
import { expect, test } from "vitest";
import { constants } from "../../../tools/compiler/passes/constants.ts";
import { deadCode } from "../../../tools/compiler/passes/dead-code.ts";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { changed } from "./same.ts";

test("numbers, truth values, short texts and constant fields replace their names", () => {
  const made = changed(
    `const SIZE = 4 * 1024; const DEBUG = false; const WORD = "ab";
     const Level = { low: 1, high: 2 } as const;
     function level(high: boolean): number { return high ? Level.high : Level.low; }
     if (DEBUG) emit("never"); else emit(WORD + WORD + SIZE + level(given(true)));`,
    fold,
    constants,
    deadCode,
  );
  expect(made).toBe(
    'function level(high) {\n  return high ? 2 : 1;\n}\nemit("abab4096" + level(given(true)));\n',
  );
});

test("a long text read twice keeps its name and known length", () => {
  const made = changed(
    `const NAME = "a name that is used twice"; const ONCE = "a name that is used once";
     emit(NAME + NAME + ONCE + NAME.length);`,
    fold,
    constants,
    deadCode,
  );
  expect(made).toBe(
    'let NAME = "a name that is used twice";\nemit(NAME + NAME + "a name that is used once25");\n',
  );
});

test.each([
  [
    "a variable that is stored in",
    "let n = 1; function more(): void { n = n + 1; } more(); emit('' + n);",
    "+ n)",
  ],
  [
    "a field that is stored in",
    "interface Level { low: number } const LEVEL: Level = { low: 1 }; function more(of: Level): void { of.low += 1; } more(LEVEL); emit('' + LEVEL.low);",
    "LEVEL.low",
  ],
  [
    "a field that is stored in through a text",
    "const LEVEL = { low: 1 }; function more(of: Record<string, number>): void { of[given('low')] = 5; } more(LEVEL); emit('' + LEVEL.low);",
    "LEVEL.low",
  ],
])("%s is read in its original place", (_, text, wanted) =>
  expect(changed(text, constants)).toContain(wanted),
);

test("a name for a function is replaced by the function", () => {
  const made = changed(
    "function f(): string { return given('f'); }\nconst g = f;\nemit(g());",
    constants,
    deadCode,
  );
  expect(made).toContain("emit(f())");
});
