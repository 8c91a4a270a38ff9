// Fields have short names, and a program with them does the same.
import vm from "node:vm";
import { describe, expect, test } from "vitest";
import { printProgram } from "../../../tools/compiler/ir/print.ts";
import { shortFields } from "../../../tools/compiler/passes/short-fields.ts";
import { runSource } from "../../../tools/laboratory/programs/engines.ts";
import { irOf } from "../ir-of.ts";
import { TEXTS } from "./same.ts";

function short(text: string): string {
  const program = irOf(text);
  const names = shortFields(program, new Set(["a"]));
  return printProgram(program, { fields: (field) => names.get(field) ?? field.name }).text;
}

function run(code: string): string[] {
  const lines: string[] = [];
  const emit = (line: string) => lines.push(Buffer.from(line, "latin1").toString("hex"));
  vm.runInNewContext(code, { emit, given: (value: unknown) => value });
  return lines;
}

test("the most used field gets the shortest name outside reserved words", () => {
  const code = short(`const part = { level: given(1), gain: given(2) };
    emit("" + part.gain + part.gain + part.level);`);
  expect(code).toContain("{ c: given(1), b: given(2) }");
});

test("fields share a name where no record can have both", () => {
  const code = short(`const part = { level: given(1), other: 2 };
    const ring = { first: given(2) };
    emit("" + part.level + ring.first + part.other);`);
  expect(code).toContain("{ b: given(2) }");
  expect(code).toContain("{ b: given(1), c: 2 }");
});

test("fields of records that meet get different names", () => {
  const text = `interface Open { level: number; late?: number }
    const part = { level: given(1), other: given(2) };
    function grow(open: Open): void { open.late = given(3); }
    grow(part);
    emit("" + part.level + part.other);`;
  expect(run(short(text))).toEqual(runSource(text));
});

test("a record read by key keeps all its names", () => {
  const text = `const part = { gain: given(1), level: given(2) };
    function read(table: Record<string, number>, key: string): number { return table[key]; }
    emit("" + read(part, given("gain")) + part.level);`;
  expect(short(text)).toContain("{ gain: given(1), level: given(2) }");
});

describe("a program with short field names", () => {
  test.each(TEXTS)("short field names keep the meaning of: %s", (_, text) =>
    expect(run(short(text))).toEqual(runSource(text)),
  );
});
