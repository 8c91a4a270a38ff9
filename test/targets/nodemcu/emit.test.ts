// What the form becomes in Lua does, on every Lua, what its author's text does in Node.
import { describe, expect, test } from "vitest";
import { emitLua } from "../../../tools/targets/nodemcu/emit.ts";
import { CHANGING_CALLS } from "../../build/changing-calls.ts";
import { absentEngines, onEveryLua, runSource } from "../../build/engines.ts";
import { PROGRAMS } from "../../build/programs.ts";
import { randomProgram } from "../../build/random-program.ts";
import { formOf } from "../../compiler/form-of.ts";

const SEEDS = Array.from({ length: 30 }, (_, index) => index + 1);
const where = absentEngines.length === 0 ? "" : ` (absent here: ${absentEngines.join(", ")})`;

function expectSame(text: string): void {
  const lines = runSource(text);
  expect(lines.length).toBeGreaterThan(0);
  for (const [engine, own] of Object.entries(onEveryLua(emitLua(formOf(text)))))
    expect({ engine, lines: own }).toEqual({ engine, lines });
}

describe(`a program in Lua${where}`, () => {
  test.each([...PROGRAMS, ...CHANGING_CALLS])("%s", (_, text) => expectSame(text));

  test.each(SEEDS)("the program of seed %i does the same", (seed) => expectSame(randomProgram(seed)));
});
