// Programs that are not well-formed are reported, with the place.
import { expect, test } from "vitest";
import { requireWellFormed } from "../../tools/compiler/ir/check.ts";
import type {
  Block,
  Expression,
  FunctionName,
  Program,
  Statement,
  Variable,
} from "../../tools/compiler/ir/program.ts";
import { NUMBER, TEXT } from "../../tools/compiler/ir/types.ts";
import { irOf } from "./ir-of.ts";

const place = { file: "src/a.ts", line: 7 };
const number: Expression = { kind: "number", value: 1, type: NUMBER, place };
const word: Expression = { kind: "text", value: "a", type: TEXT, place };
const PUT = { name: "put", isData: false, mayBeMissing: false, isInline: false };
const stranger = { name: "stranger", type: NUMBER, place };

function program(...start: Statement[]): Program {
  return { functions: new Map(), start };
}

function evaluated(value: Expression): Program {
  return program({ kind: "evaluate", place, value });
}

test("a program is well-formed as read", () => {
  expect(() => requireWellFormed(irOf("const a = given(1);\nemit('' + (a + 1));"))).not.toThrow();
});

/** A function of a number that gives a number, with this body, beside a start that is empty. */
function functionWith(...body: Statement[]): Program {
  const id = { name: "f", place, tags: [] };
  const made = { id, self: undefined, parameters: [parameter], result: NUMBER, body };
  return { functions: new Map([[id, made]]), start: [] };
}

const parameter = { name: "given", type: NUMBER, place };
const other = { name: "other", type: NUMBER, place };
const words = { name: "words", type: TEXT, place };
const read = (variable: Variable): Expression => ({ kind: "variable", variable, type: variable.type, place });
const declared = (variable: Variable, value?: Expression): Statement => ({
  kind: "let",
  variable,
  value,
  place,
});
const used = (variable: Variable): Statement => ({ kind: "evaluate", value: read(variable), place });
const returned = (value: Expression): Statement => ({ kind: "return", value, place });
const inBlock = (...body: Statement[]): Statement => ({ kind: "block", body, place });

test.each<[string, Program, RegExp]>([
  [
    "a variable that nothing declares",
    evaluated({ kind: "variable", variable: stranger, type: NUMBER, place }),
    /^src\/a\.ts:7: this cannot be compiled, for the build finds the variable stranger, which is not there; /,
  ],
  [
    "something stored in one",
    program({ kind: "assign", place, target: { kind: "variable", variable: stranger }, value: number }),
    /the variable stranger, which is not there/,
  ],
  [
    "a text where an operation takes a number",
    evaluated({ kind: "operation", operator: "add", operands: [number, word], type: NUMBER, place }),
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
  [
    "a use outside of its block",
    program(inBlock(declared(other)), used(other)),
    /the variable other, which is not there/,
  ],
  [
    "a use before its declaration",
    program(used(other), declared(other)),
    /the variable other, which is not there/,
  ],
  ["a use in its own value", program(declared(other, read(other))), /the variable other, which is not there/],
  [
    "a variable that is declared twice",
    program(declared(other), declared(other)),
    /other, which is declared already/,
  ],
  [
    "a variable that two functions have",
    { ...functionWith(declared(other)), start: [declared(other)] },
    /the variable other, which is declared already/,
  ],
  [
    "a parameter outside of its function",
    { ...functionWith(), start: [used(parameter)] },
    /the variable given, which is not there/,
  ],
  [
    "a text returned as a number",
    functionWith(returned(word)),
    /a text in the function's result, which is a number/,
  ],
  [
    "a text in a variable of numbers",
    program(declared(other, word)),
    /a text in the variable other, which is a number/,
  ],
  [
    "a number stored in a text",
    program(declared(words), {
      kind: "assign",
      place,
      target: { kind: "variable", variable: words },
      value: number,
    }),
    /a number in the variable words, which is a text/,
  ],
  [
    "a field of a number",
    evaluated({ kind: "field", of: number, field: PUT, isOptional: false, type: NUMBER, place }),
    /the field put of a number, where it takes a record/,
  ],
  [
    "an entry of a text",
    evaluated({ kind: "entry", of: word, index: number, type: NUMBER, place }),
    /an entry of a text, where it takes a list/,
  ],
  [
    "an entry by a text",
    evaluated({
      kind: "entry",
      of: { ...number, type: { kind: "list", of: NUMBER } },
      index: word,
      type: NUMBER,
      place,
    }),
    /an entry at a text, where it takes a number/,
  ],
  [
    "a look-up in a list",
    evaluated({
      kind: "lookup",
      of: { ...number, type: { kind: "list", of: NUMBER } },
      key: word,
      type: NUMBER,
      place,
    }),
    /a look-up in a list, where it takes a table/,
  ],
  [
    "a call of a number",
    evaluated({
      kind: "call-value",
      of: number,
      isOptional: false,
      isMethod: false,
      arguments: [],
      type: NUMBER,
      place,
    }),
    /a call of a number, where it takes a function/,
  ],
  [
    "a loop over a number",
    program({ kind: "each", variable: other, list: number, body: [], place }),
    /a loop over a number, where it takes a list/,
  ],
  [
    "a sum that is called a text",
    evaluated({ kind: "operation", operator: "add", operands: [number, number], type: TEXT, place }),
    /add as a text, where it gives a number/,
  ],
  [
    "a field of a record that is given a text",
    evaluated({
      kind: "record",
      type: NUMBER,
      place,
      record: { name: "Ring", fields: new Map([[PUT, NUMBER]]) },
      values: [{ field: PUT, value: word }],
    }),
    /a text in the field put, which is a number/,
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
      values: [{ field: PUT, value: number }],
    }),
    /the field put, which Ring has not/,
  ],
])("an ill-formed program is reported: %s", (_, broken, words) => {
  expect(() => requireWellFormed(broken)).toThrow(words);
});

test("a call without a function, or with wrong arguments, is reported", () => {
  const body: Block = [];
  const id = { name: "gone", place, tags: [] };
  const called = { id, self: undefined, parameters: [], result: NUMBER, body };
  const call = (args: Expression[]): Expression => ({
    kind: "call",
    function: id,
    arguments: args,
    type: NUMBER,
    place,
  });
  expect(() => requireWellFormed(evaluated(call([])))).toThrow(/a call of gone, which is not there/);
  const { functions } = functionWith(returned(number));
  const [f] = functions.keys();
  const short: Expression = { kind: "call", function: f as FunctionName, arguments: [], type: NUMBER, place };
  expect(() => requireWellFormed({ ...evaluated(short), functions })).toThrow(
    /a call of f without its parameter given/,
  );
  const withIt = { ...evaluated(call([number])), functions: new Map([[id, called]]) };
  expect(() => requireWellFormed(withIt)).toThrow(/a call of gone with more than it takes/);
});
