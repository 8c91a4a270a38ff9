// Branches in fewer words, which decide the same.
import { expect, test } from "vitest";
import { branches } from "../../../tools/compiler/passes/branches.ts";
import { bodyOf } from "./same.ts";

const BEFORE = "let total = 1;\nfunction is(n: number): boolean { emit('is ' + n); return n > 1; }\n";
const made = (body: string): string => bodyOf(branches, body, BEFORE);

test("a branch that is all of another one is part of its condition", () => {
  expect(made("if (n > 0) { if (is(n)) { emit(s); } }")).toBe("if (n > 0 && is(n)) {\n  emit(s);\n}");
  expect(made("if (n > 2) { emit(s); } else if (is(n)) { emit(s); } else { emit('no'); }")).toContain(
    "if (n > 2 || is(n)) {",
  );
});

test("a branch with one of its own, or with more behind it, stays", () => {
  expect(made("if (n > 0) { if (is(n)) { emit(s); } else { emit('no'); } }")).not.toContain("&&");
  expect(made("if (n > 0) { if (is(n)) { emit(s); } emit('behind'); }")).not.toContain("&&");
  expect(made("if (n > 0) { if (is(n)) { emit(s); } } else { emit('no'); }")).not.toContain("&&");
});

test("nothing is the other case of what leaves", () => {
  expect(made("if (n > 1) { emit(s); return; } else { emit('no'); } emit('end');")).toBe(
    'if (n > 1) {\n  emit(s);\n  return;\n}\nemit("no");\nemit("end");',
  );
  expect(made("if (n > 1) { emit(s); } else { emit('no'); return; } emit('end');")).toBe(
    'if (!(n > 1)) {\n  emit("no");\n  return;\n}\nemit(s);\nemit("end");',
  );
});

test("what both branches end with stands behind them", () => {
  expect(made("if (n > 1) { emit('a'); emit(s); total = n; } else { emit('b'); emit(s); total = n; }")).toBe(
    'if (n > 1) {\n  emit("a");\n} else {\n  emit("b");\n}\nemit(s);\ntotal = n;',
  );
  expect(made("if (is(n)) { emit(s); } else { emit(s); }")).toBe("is(n);\nemit(s);");
  expect(made("if (n > 1) { emit('a'); return; } emit(s); return;")).toContain("return");
});

test("what ends as all the rest of its block goes on to that", () => {
  expect(made("if (n > 1) { total = n; emit(s); return; } emit(s); return;")).toBe(
    "if (n > 1) {\n  total = n;\n}\nemit(s);\nreturn;",
  );
});

test("what only looks the same stays in its branch", () => {
  const body = "if (n > 1) { const a = n; emit('' + a); } else { const a = n + 1; emit('' + a); } emit(s);";
  expect(made(body).match(/emit\("" \+ a/g)).toHaveLength(2);
  expect(made("if (n > 1) { total = 1; } else { total = 2; }").match(/total = /g)).toHaveLength(2);
});

test("a condition that says not is turned where there are two cases", () => {
  expect(made("if (!is(n)) { emit('no'); } else { emit(s); }")).toBe(
    'if (is(n)) {\n  emit(s);\n} else {\n  emit("no");\n}',
  );
});
