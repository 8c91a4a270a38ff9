// What a condition has found out is not asked again; what may have changed since is.
import { describe, expect, test } from "vitest";
import { fold } from "../../../tools/compiler/passes/fold.ts";
import { knownValues } from "../../../tools/compiler/passes/known-values.ts";
import { changed } from "./same.ts";

/** What is left of a function's body. */
function left(body: string): string {
  const made = changed(
    `function f(n: number, text: string | undefined, is: boolean): void {\n${body}\n}
     f(given(3), given("a"), given(true)); f(given(4), given(undefined), given(false)); f(given(0), "", true);\nemit("end");`,
    knownValues,
    fold,
  );
  const [, inner = ""] = /function f\(n, text, is\) \{\n([\s\S]*?)\n\}\n/.exec(made) ?? [];
  return inner
    .split("\n")
    .map((one) => one.trim())
    .join(" ");
}

describe("known is", () => {
  test.each([
    ["what it was compared with", "if (n === 3) emit('' + (n + 1));", 'if (n === 3) { emit("4"); }'],
    [
      "what it is not, behind a branch that ends",
      "if (text === undefined) return; if (text !== undefined) emit(text);",
      "if (text === undefined) { return; } emit(text);",
    ],
    [
      "that it is there",
      "if (text !== undefined) emit(text ?? 'none');",
      "if (text !== undefined) { emit(text); }",
    ],
    [
      "the truth in both branches",
      "if (is) { if (is) emit('a'); } else if (!is) emit('b');",
      'if (is) { emit("a"); } else { emit("b"); }',
    ],
    [
      "the left side on the right one",
      "if (n !== 3 && (n === 3 || is)) emit('a');",
      'if (n !== 3 && is) { emit("a"); }',
    ],
    [
      "what it was given",
      "let m = 2; emit('' + m); m = n; emit('' + m);",
      'let m = 2; emit("2"); m = n; emit("" + m);',
    ],
    [
      "what both ways have in common",
      "let m = n; if (is) m = 2; else m = 2; emit('' + m);",
      'let m = n; if (is) { m = 2; } else { m = 2; } emit("2");',
    ],
    [
      "what ended a loop",
      "let m = n; while (m !== 9) m = 9; emit('' + m);",
      'let m = n; while (m !== 9) { m = 9; } emit("9");',
    ],
  ])("%s", (_, body, wanted) => expect(left(body)).toBe(wanted));
});

describe("asked again is", () => {
  test.each([
    [
      "what was changed since",
      "let m = n; if (m === 3) { m = m + given(0); emit('' + (m === 3 ? 1 : 2)); }",
      "m === 3 ? 1 : 2",
    ],
    [
      "what another turn of the loop changes",
      "let m = 0; for (let i = 0; i < 2; i++) { emit('' + (m === 0 ? 1 : 2)); m = 5; }",
      "m === 0",
    ],
    [
      "what a function within changes",
      "let m = 1; const add = (): void => { m = m + 1; }; add(); emit(m === 1 ? 'a' : 'b');",
      "m === 1",
    ],
    [
      "what a break left open",
      "let m = n; while (m !== 9) { if (is) break; m = 9; } emit(m === 9 ? 'a' : 'b');",
      "m === 9 ?",
    ],
    ["a side that may not have been come to", "if (is || n === 3) emit(n === 3 ? 'a' : 'b');", "n === 3 ?"],
    ["one of two that were compared", "if (!(is && n === 3)) emit(n === 3 ? 'a' : 'b');", "n === 3 ?"],
    [
      "a text that may be empty",
      "if (text === undefined || text === '') emit(text === '' ? 'a' : 'b');",
      'text === "" ?',
    ],
  ])("%s", (_, body, wanted) => expect(left(body)).toContain(wanted));
});

test("a function that is made there asks for itself, for it runs later", () => {
  const made = changed(
    `const later: (() => string)[] = [];
     function f(n: number): void { let m = n; if (m === 3) later.push(() => (m === 3 ? "a" : "b")); m = m + 1; }
     f(given(3));
     for (const one of later) emit(one());`,
    knownValues,
    fold,
  );
  expect(made).toContain('m === 3 ? "a"');
});
