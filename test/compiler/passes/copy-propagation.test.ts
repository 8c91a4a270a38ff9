// A local that begins as another variable goes where nobody can tell the two apart.
import { expect, test } from "vitest";
import { copyPropagation } from "../../../tools/compiler/passes/copy-propagation.ts";
import { bodyOf } from "./same.ts";

const BEFORE = "let total = 1;\nfunction grow(by: number): number { total = total + by; return total; }\n";
const made = (body: string): string => bodyOf(copyPropagation, body, BEFORE);

test("a copy of an unchanged local is replaced by the local", () => {
  expect(made("n = n + 1; const a = n; emit('' + a + a); n = 2; emit('' + n);")).toBe(
    'n++;\nemit("" + n + n);\nn = 2;\nemit("" + n);',
  );
});

test("a copy's last read may stand in a store to its variable", () => {
  expect(made("n = n + 1; const a = n; n = a + a; emit('' + n);")).toBe('n++;\nn += n;\nemit("" + n);');
});

test("a copy of a top-level variable lasts until a call changes it", () => {
  expect(made("const a = total; n = a + a; grow(n); emit('' + n);")).toContain(
    "n = total + total;\ngrow(n);",
  );
  expect(made("const a = total; grow(1); emit('' + a + a);")).toContain("let a = total;");
});

test("a changing copy takes the place of a parameter without further uses", () => {
  expect(made("let a = n; while (a > 0) { emit('' + a); a = a - 1; }")).toBe(
    'while (n > 0) {\n  emit("" + n);\n  n--;\n}',
  );
});

test.each([
  ["the other one is changed while it is read", "n = n + 1; const a = n; n = 5; emit('' + a + n);"],
  ["it changes and the other one is read", "let a = n; a = a + 1; emit('' + a + n);"],
  [
    "the next turn needs the other one as it was",
    "for (let i = 0; i < 2; i++) { let a = n; a = a + 1; emit('' + a); }",
  ],
  [
    "a loop changes the other one behind its reading",
    "n = n + 1; const a = n; for (let i = 0; i < 2; i++) { emit('' + a); n = i; }",
  ],
  [
    "a function within reads it",
    "n = n + 1; const a = n; const show = () => { emit('' + a); }; n = 7; show();",
  ],
])("a copy is kept where %s", (_, body) => expect(made(body)).toContain("let a = n;"));
