// A program of the form becomes one script for Espruino's Storage.
import { BuildError } from "../../build/build-error.ts";
import { shorten } from "../../build/espruino/minify.ts";
import { withDeletions } from "../../build/espruino/release.ts";
import { mapped } from "../../build/espruino/script-lines.ts";
import { checkSyntax } from "../../build/espruino/syntax.ts";
import type { ImageFile } from "../../build/image.ts";
import type { MappedText } from "../../build/mapped-text.ts";
import { printProgram } from "../../compiler/form/print.ts";
import type { Program } from "../../compiler/form/program.ts";
import { shortFields } from "../../compiler/passes/short-fields.ts";
import { withMergedCold } from "./merge-cold.ts";
import { withOneScope } from "./one-scope.ts";
import { withoutOptional } from "./optional.ts";
import { withMarkedReads, withReadsFirst } from "./read-first.ts";
import { withRelease } from "./release.ts";
import { withTruths } from "./truths.ts";

/** What Espruino lacks is written out, and what it pays for is made cheap; last the marks that shortening must leave alone. */
const LOWER: readonly ((program: Program) => Program)[] = [
  withOneScope,
  withoutOptional,
  withMergedCold,
  withTruths,
  withMarkedReads,
  withRelease,
];

/** The script, as the only file of the image. */
export async function emitScript(program: Program, name: string): Promise<ImageFile[]> {
  const content = await finished(printed(program));
  const refusals = checkSyntax(content.text, (line) => content.origins[line - 1]);
  if (refusals.length > 0) throw new BuildError(refusals);
  return [{ name: `${name}.js`, content }];
}

/** Words of the language, which fields may be called in JavaScript and had better not be. */
const RESERVED = new Set(["do", "if", "in", "for", "let", "new", "try", "var", "int"]);

/** The program as a script, the names of its variables still long. */
export function printed(program: Program): MappedText {
  const lowered = LOWER.reduce((before, pass) => pass(before), program);
  const short = shortFields(lowered, RESERVED);
  return printProgram(lowered, { declares: "var", fields: (one) => short.get(one) ?? one.name });
}

async function finished({ text, origins }: MappedText): Promise<MappedText> {
  const { code, map } = withDeletions(await shorten({ code: text }));
  return mapped({ code: withReadsFirst(code), map }, origins);
}
