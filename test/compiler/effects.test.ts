// Expressions and statements that may change places, go, or come twice.
import { expect, test } from "vitest";
import { type Effect, effectsIn, isApart } from "../../tools/compiler/ir/effects.ts";
import type { Expression, Program } from "../../tools/compiler/ir/program.ts";
import { irOf } from "./ir-of.ts";

/** The values that the variables `a` and `b` of the function `f` are given, in their program. */
function twoIn(text: string): { program: Program; a: Expression; b: Expression } {
  const program = irOf(text);
  const f = [...program.functions.values()].find(({ id }) => id.name === "f");
  const givenTo = (name: string): Expression => {
    const declaration = f?.body.find(
      (statement) => statement.kind === "let" && statement.variable.name === name,
    );
    if (declaration?.kind !== "let" || declaration.value === undefined)
      throw new Error(`There is no ${name}.`);
    return declaration.value;
  };
  return { program, a: givenTo("a"), b: givenTo("b") };
}

function areApart(text: string): boolean {
  const { program, a, b } = twoIn(text);
  const effects = effectsIn(program);
  return isApart(effects.of(a), effects.of(b));
}

const RING =
  "interface Ring { put: number; sent: number }\nfunction move(ring: Ring): number { ring.put = 1; return 2; }\n";

test.each([
  ["two reads", `${RING}function f(r: Ring) { const a = r.put; const b = r.put; }`, true],
  [
    "a read and a call that writes another field",
    `${RING}function f(r: Ring) { const a = r.sent; const b = move(r); }`,
    true,
  ],
  [
    "a call that walks over a list and one that adds to it",
    "function sum(l: number[]): number { let t = 0; for (const n of l) t += n; return t; }\nfunction grow(l: number[]): number { l.push(1); return 1; }\nfunction f(l: number[]) { const a = sum(l); const b = grow(l); }",
    false,
  ],
  [
    "a read and a call that writes it",
    `${RING}function f(r: Ring) { const a = r.put; const b = move(r); }`,
    false,
  ],
  [
    "a read of a field and what the firmware does",
    `${RING}function f(r: Ring) { const a = r.put; const b = given(1); }`,
    false,
  ],
  [
    "a function's own variable and what the firmware does",
    "function f(n: number) { n = n + 1; const a = n; const b = given(1); }",
    true,
  ],
  [
    "one that a closure changes and what the firmware does",
    "function f(n: number) { const g = () => { n = 2; }; const a = n; const b = given(g); }",
    false,
  ],
  [
    "a variable of the top and a call that changes it",
    "let n = 1;\nfunction set(): number { n = 2; return 1; }\nfunction f() { const a = n; const b = set(); }",
    false,
  ],
  [
    "a constant of the top and what the firmware does",
    "const n = 1;\nfunction f() { const a = n; const b = given(1); }",
    true,
  ],
  ["two things that the firmware does", "function f() { const a = given(1); const b = given(2); }", false],
])("the effects of this program are known: %s", (_, text, expected) => expect(areApart(text)).toBe(expected));

test("reads are pure; stores, calls of firmware and endless loops are not", () => {
  const isPure = (text: string): boolean => {
    const { program, a } = twoIn(text);
    return effectsIn(program).isPure(a);
  };
  expect(isPure(`${RING}function f(r: Ring) { const a = r.put + 1; const b = 1; }`)).toBe(true);
  expect(isPure(`${RING}function f(r: Ring) { const a = move(r); const b = 1; }`)).toBe(false);
  expect(isPure("function f() { const a = given(1); const b = 1; }")).toBe(false);
  expect(
    isPure(
      "function g(): number { while (true) {} return 1; }\nfunction f() { const a = g(); const b = 1; }",
    ),
  ).toBe(false);
  expect(isPure("function f() { const a = () => emit(''); const b = 1; }")).toBe(true);
});

test("a function that calls a writing function writes", () => {
  const { program } = twoIn(`${RING}function f(r: Ring) { const a = move(r); const b = 1; }`);
  const effects = effectsIn(program);
  const written = ({ writes }: Effect) =>
    [...writes].map((cell) => (typeof cell === "object" ? cell.name : cell));
  const f = [...program.functions.keys()].find(({ name }) => name === "f");
  expect(f && written(effects.ofFunction(f))).toEqual(["put"]);
});
