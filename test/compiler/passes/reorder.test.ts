// Declarations stand in front of the code that needs them.
import { describe, expect, test } from "vitest";
import { printed } from "../../../tools/compiler/ir/print.ts";
import { reordered } from "../../../tools/compiler/passes/reorder.ts";
import { irOf } from "../ir-of.ts";
import { emitted, expectSame, TEXTS } from "./same.ts";

function startOf(text: string): string {
  return printed(irOf(text)).replace(/^function [\s\S]*?\n}\n/gm, "");
}

test("a constant that a function needs precedes the first call", () => {
  const text = `emit(shown());
    const parts = [given(1)];
    const limit = 5;
    const half = limit - 2;
    function shown(): string { return inner(); }
    function inner(): string { return "" + half + limit; }
    emit("" + parts[0]);`;
  expect(emitted(irOf(text))).toEqual(["35", "1"]);
});

test("statements with effects keep their order among reads of changing variables", () => {
  const text = `let count = 0;
    function next(): number { count += 1; return count; }
    emit("" + next());
    const before = count;
    const made = { at: next() };
    emit("" + before + made.at + late());
    const own = () => count;
    function late(): number { return own(); }`;
  expect(startOf(text)).toMatch(/let before = count;\nlet made = .*\nlet own = .*\nemit/);
  expect(emitted(irOf(text))).toEqual(["1", "122"]);
});

test("a value made from an effect follows that effect", () => {
  const text = `interface Part { name: string; wake: () => void }
    function wake(): void { for (const one of parts) emit(one.name); }
    const first: Part = { name: given("first"), wake };
    const parts = [first];
    parts[0].wake();`;
  expect(emitted(irOf(text))).toEqual(["first"]);
});

describe("a reordered program keeps its meaning", () => {
  test.each(TEXTS)("reordering keeps the meaning of: %s", (_, text) => {
    const after = expectSame(text, reordered);
    expect(reordered(after)).toBe(after);
  });
});
