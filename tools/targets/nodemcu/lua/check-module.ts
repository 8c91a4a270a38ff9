// A finished module, held against what a chip compiles: its bytes, its limits, and its syntax.
import { at, type SourcePlace } from "../../../compiler/source/build-error.ts";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { luaProblem } from "../lfs/compile.ts";

/** The most bytes of Lua source that an ESP8266 can compile in its memory. */
export const LARGEST_MODULE = 10_000;

/** The fault of a module that is too long for a chip. */
export function checkSize(name: string, { text, origins }: MappedText): string[] {
  if (text.length <= LARGEST_MODULE) return [];
  return [
    at(
      origins[0] ?? { file: `${name}.lua`, line: 1 },
      `this part of the program has ${text.length} bytes of Lua that must stay in one file, where a chip compiles ${LARGEST_MODULE}; split its largest function.`,
    ),
  ];
}

/** The fault of a module that is not Lua 5.1: every Lua of NodeMCU reads all that this one reads. */
export function checkSyntax(name: string, { text, origins }: MappedText): string[] {
  const file = `${name}.lua`;
  const problem = luaProblem("5.1", file, text);
  if (problem === undefined) return [];
  const [, number = "1", words = problem] = /:(\d+): (.*)$/.exec(problem) ?? [];
  const line = Number(number);
  const place: SourcePlace = origins[line - 1] ?? { file, line };
  return [at(place, `what was made of this is not Lua 5.1 (${words})`)];
}
