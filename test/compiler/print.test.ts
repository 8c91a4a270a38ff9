// The text of a program in the IR: where its lines come from, and how it says what JavaScript has no word for.
import { expect, test } from "vitest";
import { printed, printProgram } from "../../tools/compiler/ir/print.ts";
import { irOf } from "./ir-of.ts";

test("a printed line knows its origin, also within nested functions", () => {
  const { text, origins } = printProgram(
    irOf('const run = (f: () => void): void => {\n  f();\n};\nrun(() => {\n  emit("a");\n  emit("b");\n});'),
  );
  const line = text.split("\n").findIndex((row) => row.includes('"b"'));
  expect(origins[line]).toMatchObject({ line: 6 });
});

test("two variables of one name are printed differently", () => {
  const text = printed(irOf("const a = given(1);\nfunction f(a: string): void {\n  emit(a);\n}\nf('' + a);"));
  expect(text).toBe('function f(a_2) {\n  emit(a_2);\n}\nlet a = given(1);\nf("" + a);\n');
});

test("an update prints as compound assignment unless its object is a call", () => {
  const parts = "interface Part { count: number; deep: Part[] }\nconst parts: Part[] = given([]);\n";
  const lines = (text: string) =>
    printed(irOf(`${parts}${text}`))
      .split("\n")
      .slice(1, -1);
  expect(lines("parts[0].count++;")).toEqual(["parts[0].count++;"]);
  expect(lines("parts[given(1)].deep[given(2)].count -= 3;")).toEqual([
    "parts[given(1)].deep[given(2)].count -= 3;",
  ]);
  expect(lines("given(parts)[0].count = given(parts)[0].count + 1;")).toEqual([
    "given(parts)[0].count = given(parts)[0].count + 1;",
  ]);
});

test("a value from the firmware is also compared with null", () => {
  const text = printed(irOf("const error = given<string | null>(null);\nif (error !== null) emit('no');"));
  expect(text).toContain("if (error != null) {");
});
