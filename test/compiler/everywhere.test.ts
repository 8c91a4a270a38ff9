// Each program of the language does, at every stage of a build and on every engine, what its author's text
// does in Node.
import { describe, expect, test } from "vitest";
import { requireWellFormed } from "../../tools/compiler/ir/check.ts";
import { printed } from "../../tools/compiler/ir/print.ts";
import type { Program } from "../../tools/compiler/ir/program.ts";
import { optimised, PASSES } from "../../tools/compiler/optimise.ts";
import {
  absentEngines,
  builtEverywhere,
  onEveryEspruino,
  onEveryLua,
  runScript,
  runSource,
} from "../../tools/laboratory/programs/engines.ts";
import { emitScript } from "../../tools/targets/espruino/emit.ts";
import { emitLua } from "../../tools/targets/nodemcu/emit.ts";
import { COMPILED } from "../../tools/targets/targets.ts";
import { EVERYTHING } from "../everything.ts";
import { CHANGING_CALLS } from "../image/changing-calls.ts";
import { TYPE_EDGES } from "../image/type-edges.ts";
import { irOf, irOfDevice } from "./ir-of.ts";
import { changedBy, emitted, TEXTS } from "./passes/same.ts";

const where = absentEngines.length === 0 ? "" : ` (absent here: ${absentEngines.join(", ")})`;

describe(`a program on every engine${where}`, () => {
  test.each([...TEXTS, ...CHANGING_CALLS, ...TYPE_EDGES])("%s", async (_, text) => {
    const lines = runSource(text);
    expect(lines.length).toBeGreaterThan(0);
    for (const [stage, own] of Object.entries(await answersOf(text)))
      expect({ stage, lines: own }).toEqual({ stage, lines });
  });
});

/** What is emitted, in hexadecimal, at each stage and on each engine. */
async function answersOf(text: string): Promise<Record<string, string[]>> {
  const program = irOf(text);
  const answers: Record<string, string[]> = {
    "as it is read": inHex(emitted(program)),
    "as it is printed": runScript(printed(program)),
  };
  for (const { name, run } of PASSES) answers[`behind ${name}`] = inHex(emitted(changedBy(program, [run])));
  for (const [engine, lines] of Object.entries(await asItIs(program))) answers[`no pass, ${engine}`] = lines;
  return { ...answers, ...(await builtEverywhere(text)) };
}

/** Without any pass, so that the engines' output meets what the passes would have taken away. */
async function asItIs(program: Program): Promise<Record<string, string[]>> {
  const [script] = await emitScript(program, "case");
  return { ...onEveryLua(emitLua(program)), ...(await onEveryEspruino(script?.content.text ?? "")) };
}

function inHex(lines: readonly string[]): string[] {
  return lines.map((line) => Buffer.from(line, "latin1").toString("hex"));
}

test("text outside ASCII is the bytes of its UTF-8", async () => {
  const answers = await builtEverywhere(
    `emit("21 °C \\u00b0 \\u{20ac} \\ud83d\\ude00" + \`ü\` + given("\\xb0"));`,
  );
  const utf8 = Buffer.concat([Buffer.from("21 °C ° € 😀ü", "utf8"), Buffer.from([0xb0])]).toString("hex");
  for (const [engine, lines] of Object.entries(answers))
    expect({ engine, lines }).toEqual({ engine, lines: [utf8] });
});

describe("a whole device", () => {
  test.each(EVERYTHING ? ["esp32-espruino", "esp32-nodemcu", "esp8266-nodemcu"] : ["esp8266-nodemcu"])(
    "climate for %s is well-formed after each pass",
    async (board) => {
      const before = await irOfDevice("climate", board);
      const target = board.endsWith("espruino") ? "espruino" : "nodemcu";
      const after = optimised(before, COMPILED[target], (_, program) => requireWellFormed(program));
      expect(after.functions.size).toBeLessThan(before.functions.size * 0.6);
      const files = target === "espruino" ? await emitScript(after, "climate") : emitLua(after);
      expect(files.length).toBeGreaterThan(0);
    },
  );
});
