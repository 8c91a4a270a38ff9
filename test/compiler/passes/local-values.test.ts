// Locals that say something twice go, and nothing is worked out in another order that anybody could notice.
import { expect, test } from "vitest";
import { localValues } from "../../../tools/compiler/passes/local-values.ts";
import { changed } from "./same.ts";

/** What the pass makes of the body of a function. */
function bodyOf(body: string, before = ""): string {
  const text = changed(
    `${before}function f(n: number, s: string): void {\n${body}\n}\nf(given(1), given("a"));\nemit("end");`,
    localValues,
  );
  return (/function f\(n, s\) \{\n([\s\S]*?)\n\}\n/.exec(text)?.[1] ?? "").replace(/^ {2}/gm, "");
}

const RING =
  "interface Ring { put: number; sent: number }\nconst ring: Ring = { put: 1, sent: 2 };\nfunction move(): number { ring.put = ring.put + 1; return ring.put; }\n";

test("a name for a constant or for another variable is removed", () => {
  expect(bodyOf("const a = 3; const b = n; emit('' + a + b + a + b);")).toBe('emit("" + 3 + n + 3 + n);');
});

test("reads are counted anew when a name is removed", () => {
  expect(bodyOf("const a = n + 1; const b = a; emit('' + b + b);")).toBe('let a = n + 1;\nemit("" + a + a);');
});

test("a variable read once is replaced by its value", () => {
  expect(bodyOf("const a = n + 1; const b = a * 2; emit(s + b);")).toBe("emit(s + (n + 1) * 2);");
});

test("a variable whose source changes keeps its value", () => {
  expect(bodyOf("const a = n; n = n + 1; emit('' + a + n);")).toBe('let a = n;\nn++;\nemit("" + a + n);');
});

test("a value does not move past a change of its sources", () => {
  const body = "const a = ring.put; const b = move(); emit('' + b + a);";
  expect(bodyOf(body, RING)).toBe('let a = ring.put;\nemit("" + move() + a);');
  expect(bodyOf("const a = ring.sent; const b = move(); emit('' + b + a + b);", RING)).toBe(
    'let b = move();\nemit("" + b + ring.sent + b);',
  );
});

test("consecutive byte reads stay together", () => {
  const body = "const a = s.charCodeAt(n); const b = s.charCodeAt(n + 1); emit('' + (a * 256 + b));";
  expect(bodyOf(body)).toContain("let a = s.charCodeAt(n);\nlet b = s.charCodeAt(n + 1);\n");
});

test("a value with side effects moves into no branch and no loop", () => {
  expect(bodyOf("const a = move(); emit(n > 1 ? '' + a : s);", RING)).toBe(
    'let a = move();\nemit(n > 1 ? "" + a : s);',
  );
  expect(bodyOf("const a = n + 1; while (n > 0) { emit('' + a); n = n - 1; }")).toBe(
    'let a = n + 1;\nwhile (n > 0) {\n  emit("" + a);\n  n--;\n}',
  );
});

test("an expression with effects does not move into a conditional call", () => {
  const steps = "interface Steps { run?: (n: number) => void }\nconst steps: Steps = {};\n";
  expect(bodyOf("const a = move(); steps.run?.(a); emit('' + ring.put);", RING + steps)).toBe(
    'let a = move();\nsteps.run?.(a);\nemit("" + ring.put);',
  );
});

test("a method's receiver is evaluated once", () => {
  const shown =
    "interface Shown { x: number; show: (this: Shown) => void }\nfunction made(): Shown { emit('made'); return { x: given(1), show: function (this: Shown) { emit('' + this.x); } }; }\n";
  expect(bodyOf("const a = made(); a.show();", shown)).toBe("made().show();");
});

test("an unread variable is removed, but its value's effects remain", () => {
  expect(bodyOf("let a = n + 1; a = 2; emit(s);")).toBe("emit(s);");
  expect(bodyOf("const a = move(); emit(s);", RING)).toBe("move();\nemit(s);");
});

test("a declaration moves to its first value", () => {
  expect(bodyOf("let a: number; emit(s); a = n + 1; a = a + 1; emit('' + a + a);")).toBe(
    'emit(s);\nlet a = n + 1;\na++;\nemit("" + a + a);',
  );
});

test("a variable that a closure uses is kept", () => {
  expect(bodyOf("let a = n; const g = () => { a = a + 1; }; g(); emit('' + a);")).toContain("let a = n;");
});
