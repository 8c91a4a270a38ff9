// A record that nobody else can have becomes variables.
import { expect, test } from "vitest";
import { scalarReplacement } from "../../../tools/compiler/passes/scalar-replacement.ts";
import { changed } from "./same.ts";

const POINT = "interface Point { x: number; y?: number; show?: (this: Point) => void }\n";

function made(text: string): string {
  return changed(POINT + text, scalarReplacement);
}

test("a record accessed only by field becomes variables", () => {
  const text = made(
    "function f(n: number): void { const p: Point = { x: n }; p.x = p.x + 1; p.y = n; emit('' + p.x + p.y); }\nf(given(1));",
  );
  expect(text).toContain("let p$x = n;\n  let p$y;\n  p$x++;\n  p$y = n;\n");
});

test("a field that was never set is undefined", () => {
  expect(
    made(
      "function f(n: number): void { const p: Point = { x: n }; emit(p.y === undefined ? 'none' : '' + p.x); }\nf(given(1));",
    ),
  ).toContain('undefined === undefined ? "none" : "" + p$x');
});

test.each([
  [
    "handed to a function",
    "function g(p: Point): number { return p.x; }\nconst p: Point = { x: given(1) };\nemit('' + g(p));",
  ],
  [
    "one of two",
    "function f(n: number): void { let p: Point = { x: n }; if (n > 0) p = { x: 2 }; emit('' + p.x); }\nf(given(1));",
  ],
  [
    "what a method is called on",
    "function f(n: number): void { const p: Point = { x: n, show: function (this: Point) { emit('' + this.x); } }; if (p.show) p.show(); }\nemit('');\nf(given(1));",
  ],
  [
    "of the top, and changed",
    "const p: Point = { x: given(1) };\nfunction f(): void { p.x = 2; }\nf();\nemit('' + p.x);",
  ],
])("a record that is %s is kept", (_, text) => expect(made(text)).toContain("{ x: "));

test("an unchanged top-level record becomes variables", () => {
  expect(
    made(
      "const p: Point = { x: given(1), y: 2 };\nfunction f(): number { return p.x; }\nemit('' + f() + p.y);",
    ),
  ).toBe('function f() {\n  return p$x;\n}\nlet p$x = given(1);\nlet p$y = 2;\nemit("" + f() + p$y);\n');
});
