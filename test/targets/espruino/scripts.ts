// A program as the script for Espruino that it becomes, and what that does on each engine that is here.

import { expect } from "vitest";
import { onEveryEspruino, runSource } from "../../../tools/laboratory/programs/engines.ts";
import { emitScript } from "../../../tools/targets/espruino/emit.ts";
import { irOf } from "../../compiler/ir-of.ts";

/** The script of a module's text. */
export async function scriptOf(text: string): Promise<string> {
  const [file] = await emitScript(irOf(text), "case");
  return file?.content.text ?? "";
}

/** Runs a module's text as its author wrote it, and as the script that it becomes. */
export async function expectSame(text: string): Promise<void> {
  const script = await scriptOf(text);
  const source = runSource(text);
  expect(source.length).toBeGreaterThan(0);
  for (const [engine, lines] of Object.entries(await onEveryEspruino(script)))
    expect({ engine, lines }).toEqual({ engine, lines: source });
}
