// The place of a declaration's fault in its author's source.
import { readFileSync } from "node:fs";
import type { Fault } from "../../../src/checks/fault.ts";
import type { SourcePlace } from "../../compiler/source/build-error.ts";
import { shownPath } from "../../files/shown-path.ts";
import { stackOfMaking } from "./made-at.ts";
import { originOfStack } from "./source-places.ts";

/**
 * The line of the fault, or of the call that made the faulty thing. `undefined` where nobody noted that call.
 */
export async function placeOfFault({ of, option }: Fault): Promise<SourcePlace | undefined> {
  const origin = originOfStack(stackOfMaking(of) ?? "");
  if (origin === undefined) return undefined;
  // The device can be read without the compiler.
  const { optionLine } = await import("../../compiler/source/option-line.ts");
  return {
    file: shownPath(origin.file),
    line: optionLine(readFileSync(origin.file, "utf8"), origin, option),
  };
}
