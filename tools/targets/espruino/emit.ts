// A program of the IR becomes one script for Espruino's Storage.

import { printProgram } from "../../compiler/ir/print.ts";
import type { Program } from "../../compiler/ir/program.ts";
import { shortFields } from "../../compiler/passes/short-fields.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import type { MappedText } from "../../compiler/source/mapped-text.ts";
import type { ImageFile } from "../image.ts";
import { withEarlyReads } from "./lower/early-reads.ts";
import { withEndlessRemainders } from "./lower/endless-remainder.ts";
import { withFieldOrder } from "./lower/field-order.ts";
import { withRightIndexOf } from "./lower/index-of.ts";
import { withMergedCold } from "./lower/merge-cold.ts";
import { withOneScope } from "./lower/one-scope.ts";
import { withoutOptional } from "./lower/optional.ts";
import { withFirstReads } from "./lower/read-first.ts";
import { withRelease } from "./lower/release.ts";
import { shortPaths } from "./lower/short-paths.ts";
import { stateFirst } from "./lower/state-first.ts";
import { withTruths } from "./lower/truths.ts";
import { shorten } from "./script/minify.ts";
import { checkSyntax } from "./script/syntax.ts";

/** Writes out all that Espruino lacks, and makes cheap what it pays for. */
const LOWER: readonly ((program: Program) => Program)[] = [
  withRightIndexOf,
  withEndlessRemainders,
  withFieldOrder,
  withOneScope,
  withoutOptional,
  withMergedCold,
  withTruths,
  withEarlyReads,
  withFirstReads,
  withRelease,
];

/** The script, as the only file of the image. */
export async function emitScript(program: Program, name: string): Promise<ImageFile[]> {
  const content = await shorten(printed(program));
  const refusals = checkSyntax(content.text, (line) => content.origins[line - 1]);
  if (refusals.length > 0) throw new BuildError(refusals);
  return [{ name: `${name}.js`, content }];
}

/**
 * Words of the language: JavaScript allows them as names of fields, but a script had better not have them.
 */
const RESERVED = new Set(["do", "if", "in", "for", "let", "new", "try", "var", "int"]);

/** The program as a script, whose variables still have long names. */
function printed(program: Program): MappedText {
  const lowered = LOWER.reduce((before, pass) => pass(before), program);
  const short = shortFields(lowered, RESERVED);
  const { names, declared } = shortPaths(lowered);
  const { first, rest } = stateFirst(lowered);
  const { text, origins } = printProgram(rest, {
    declares: "var",
    first,
    operators: names,
    fields: (field) => short.get(field) ?? field.name,
    // A strict comparison looks at both types first, and then compares.
    comparisons: "loose",
  });
  return {
    text: [...declared, text].join("\n"),
    origins: [...declared.map(() => undefined), ...origins],
  };
}
