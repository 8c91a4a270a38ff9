// A branch that only decides on a value becomes that value, where it is one on every target.
import { expect, test } from "vitest";
import { choices } from "../../../tools/compiler/passes/choices.ts";
import { bodyOf, changed } from "./same.ts";

const BEFORE =
  "let total = 1;\nlet isOn = false;\nfunction is(n: number): boolean { emit('is ' + n); return n > 1; }\n";
const made = (body: string): string =>
  bodyOf(choices, `${body}\nemit('' + total + (isOn ? ' on' : ' off'));`, BEFORE);

test("a variable that both branches store in gets a choice", () => {
  expect(made("if (is(n)) { total = 3; } else { total = n; }")).toContain("total = is(n) ? 3 : n;");
});

test("a truth value is the condition, or a part of it", () => {
  expect(made("if (is(n)) { isOn = true; } else { isOn = false; }")).toContain("isOn = is(n);");
  expect(made("if (is(n)) { isOn = false; } else { isOn = true; }")).toContain("isOn = !is(n);");
  expect(made("if (is(n)) { isOn = n > 2; } else { isOn = false; }")).toContain("isOn = is(n) && n > 2;");
  expect(made("if (is(n)) { isOn = n > 2; } else { isOn = true; }")).toContain("isOn = !is(n) || n > 2;");
});

test("what may be false, or nothing, in front stays a branch: Lua has no choice of it", () => {
  expect(made("if (is(n)) { isOn = n > 1; } else { isOn = is(2); }")).toContain("if (is(n))");
});

test("different variables, or more than one store, stay a branch", () => {
  expect(made("if (is(n)) { total = 3; } else { isOn = true; }")).toContain("if (is(n))");
  expect(made("if (is(n)) { total = 3; emit(s); } else { total = 4; }")).toContain("if (is(n))");
});

test("a function that tells true and false apart returns what it asked", () => {
  const text = changed(
    "function f(n: number): boolean { if (n > 4) return true; if (n < 1) return false; return n > 2; }\nfor (let i = 0; i < 6; i++) emit(f(given(i)) ? 'yes' : 'no');",
    choices,
  );
  expect(text).toContain("return n > 4 || !(n < 1) && n > 2;");
});

test("what is more than its truth is returned as it is", () => {
  const text = changed(
    "function f(n: number | undefined): boolean | undefined { if (n !== undefined) return true; return undefined; }\nfor (let i = 0; i < 2; i++) emit(f(given(i)) === true ? 'yes' : 'no');",
    choices,
  );
  expect(text).toContain("return undefined;");
});
