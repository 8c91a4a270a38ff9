// What is not well-formed is told, with its place.
import { expect, test } from "vitest";
import { requireWellFormed } from "../../tools/compiler/form/check.ts";
import type { Block, Expression, Program, Statement } from "../../tools/compiler/form/program.ts";
import { NUMBER, TEXT } from "../../tools/compiler/form/types.ts";
import { formOf } from "./form-of.ts";

const place = { file: "src/a.ts", line: 7 };
const one: Expression = { kind: "number", value: 1, type: NUMBER, place };
const word: Expression = { kind: "text", value: "a", type: TEXT, place };
const stranger = { name: "stranger", type: NUMBER, place };

function program(...start: Statement[]): Program {
  return { functions: new Map(), start };
}

function evaluated(value: Expression): Program {
  return program({ kind: "evaluate", place, value });
}

test("a program as it was read is well-formed", () => {
  expect(() => requireWellFormed(formOf("const a = given(1);\nemit('' + (a + 1));"))).not.toThrow();
});

test.each<[string, Program, RegExp]>([
  [
    "a variable that nothing declares",
    evaluated({ kind: "variable", variable: stranger, type: NUMBER, place }),
    /src\/a\.ts:7 has the variable stranger, which is not there/,
  ],
  [
    "something stored in one",
    program({ kind: "assign", place, target: { kind: "variable", variable: stranger }, value: one }),
    /the variable stranger, which is not there/,
  ],
  [
    "a text where an operation takes a number",
    evaluated({ kind: "operation", operator: "add", operands: [one, word], type: NUMBER, place }),
    /add of a text, where it takes a number/,
  ],
  [
    "an operation with too few values",
    evaluated({ kind: "operation", operator: "substring", operands: [word], type: TEXT, place }),
    /substring of 1 values, where it takes 3/,
  ],
  [
    "an operation of nothing",
    evaluated({ kind: "operation", operator: "least", operands: [], type: NUMBER, place }),
    /least of nothing/,
  ],
  ["a break outside of a loop", program({ kind: "break", place }), /break outside of a loop/],
  [
    "a return outside of a function",
    program({ kind: "return", place, value: undefined }),
    /return outside of a function/,
  ],
  [
    "a field that a record has not",
    evaluated({
      kind: "record",
      type: NUMBER,
      place,
      record: { name: "Ring", fields: new Map() },
      values: [{ field: { name: "put", isData: false, mayBeMissing: false, isInline: false }, value: one }],
    }),
    /the field put, which Ring has not/,
  ],
])("%s is told", (_, broken, words) => {
  expect(() => requireWellFormed(broken)).toThrow(words);
});

test("a call of a function that is gone, and one with more than it takes, are told", () => {
  const body: Block = [];
  const id = { name: "gone", place, tags: [] };
  const called = { id, self: undefined, parameters: [], result: NUMBER, body };
  const call = (given: Expression[]): Expression => ({
    kind: "call",
    function: id,
    arguments: given,
    type: NUMBER,
    place,
  });
  expect(() => requireWellFormed(evaluated(call([])))).toThrow(/a call of gone, which is not there/);
  const withIt = { ...evaluated(call([one])), functions: new Map([[id, called]]) };
  expect(() => requireWellFormed(withIt)).toThrow(/a call of gone with more than it takes/);
});
