// Values that nobody reads are not stored; the work for one stays where it does something.
import { expect, test } from "vitest";
import { deadStores } from "../../../tools/compiler/passes/dead-stores.ts";
import { bodyOf } from "./same.ts";

const made = (body: string): string =>
  bodyOf(deadStores, body, "function say(n: number): number { emit('said ' + n); return n; }\n");

test("a store overwritten before any read is removed", () => {
  expect(made("let a = n + 1; emit(s); a = n + 2; emit('' + a);")).toBe(
    'let a;\nemit(s);\na = n + 2;\nemit("" + a);',
  );
});

test("a store that no path reads is removed", () => {
  expect(
    made("let a = 1; emit('' + a); if (n > 0) { a = 2; } else { emit('' + a); a = n + 3; }"),
  ).not.toMatch(/a = [23n]/);
});

test("the side effects of an unread value are kept", () => {
  expect(made("let a = 1; emit('' + a); a = say(2); a = 3; emit('' + a);")).toContain(
    "  say(2);\na = 3;\n".trimStart(),
  );
});

test("a counter that only counts itself is removed", () => {
  expect(made("let a = 0; for (let i = 0; i < 3; i++) { a = a + i; emit('' + i); }")).not.toContain("a = a");
});

test.each([
  [
    "the next turn of a loop reads",
    "let a = 0; for (let i = 0; i < 3; i++) { emit('' + a); a = i; }",
    "a = i;",
  ],
  [
    "is read behind a loop that is left early",
    "let a = 0; for (let i = 0; i < 2; i++) { a = n; if (n > 0) break; a = 5; } emit('' + a);",
    "a = n;",
  ],
  [
    "is read by the test of a loop, behind what goes on with it",
    "let a = 0; do { a = a + 1; if (a > 2) continue; emit('' + a); } while (a < 5);",
    "a++;",
  ],
  ["one of two branches reads", "let a = 1; if (n > 0) { a = 2; } emit('' + a);", "a = 2;"],
  ["a function within reads", "let a = 1; const show = () => { emit('' + a); }; a = 2; show();", "a = 2;"],
])("a store of a value that %s is kept", (_, body, kept) => expect(made(body)).toContain(kept));
