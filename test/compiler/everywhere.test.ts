// A program that all passes have gone over does, on every engine, what its author's text does in Node.
import { describe, expect, test } from "vitest";
import { requireWellFormed } from "../../tools/compiler/form/check.ts";
import { optimised } from "../../tools/compiler/optimise.ts";
import { emitScript } from "../../tools/targets/espruino/emit.ts";
import { espruinoBinaries } from "../../tools/targets/espruino/host/binaries.ts";
import { emitLua } from "../../tools/targets/nodemcu/emit.ts";
import { COMPILED } from "../../tools/targets/targets.ts";
import { CHANGING_CALLS } from "../build/changing-calls.ts";
import { absentEngines, onEveryLua, runBuiltScript, runEspruino, runSource } from "../build/engines.ts";
import { PROGRAMS } from "../build/programs.ts";
import { randomProgram } from "../build/random-program.ts";
import { formOf, formOfDevice } from "./form-of.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const where = absentEngines.length === 0 ? "" : ` (absent here: ${absentEngines.join(", ")})`;

/** What every engine that is here does with a program when all passes have gone over it. */
async function answersOf(text: string): Promise<Record<string, string[]>> {
  const program = formOf(text);
  const check = (_: unknown, one: typeof program) => requireWellFormed(one);
  const answers = onEveryLua(emitLua(optimised(program, COMPILED.nodemcu, check)));
  const [script] = await emitScript(optimised(program, COMPILED.espruino, check), "case");
  const code = script?.content.text ?? "";
  answers["script in node:vm"] = runBuiltScript(code);
  for (const { path, name } of espruinoBinaries()) answers[name] = await runEspruino(path, code);
  return answers;
}

async function expectSame(text: string): Promise<void> {
  const lines = runSource(text);
  expect(lines.length).toBeGreaterThan(0);
  for (const [engine, own] of Object.entries(await answersOf(text)))
    expect({ engine, lines: own }).toEqual({ engine, lines });
}

describe(`a program on every engine${where}`, () => {
  test.each([...PROGRAMS, ...CHANGING_CALLS])("%s", (_, text) => expectSame(text));

  test.each(SEEDS)("the program of seed %i does the same", (seed) => expectSame(randomProgram(seed)));
});

describe("a whole device", () => {
  test.each(["esp32-espruino", "esp32-nodemcu", "esp8266-nodemcu"])(
    "is well-formed behind each pass: climate for %s",
    async (board) => {
      const before = await formOfDevice("climate", board);
      const target = board.endsWith("espruino") ? "espruino" : "nodemcu";
      const after = optimised(before, COMPILED[target], (_, one) => requireWellFormed(one));
      expect(after.functions.size).toBeLessThan(before.functions.size * 0.6);
      const files = target === "espruino" ? await emitScript(after, "climate") : emitLua(after);
      expect(files.length).toBeGreaterThan(0);
    },
  );
});
