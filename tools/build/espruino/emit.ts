// A linked program becomes one script for Espruino's Storage.
import { BuildError } from "../build-error.ts";
import type { ImageFile } from "../image.ts";
import type { LinkedProgram } from "../linked-program.ts";
import { lower, stripTypes } from "./lower.ts";
import { withMergedCold } from "./merge-cold.ts";
import { shorten } from "./minify.ts";
import { namesOfStart, releaseCall, withDeletions } from "./release.ts";
import { mapped } from "./script-lines.ts";
import { checkSyntax } from "./syntax.ts";
import { withTruths } from "./truths.ts";

/** The script, as the only file of the image. */
export async function emitEspruino(optimised: LinkedProgram, name: string): Promise<ImageFile[]> {
  const linked = withTruths(withMergedCold(optimised));
  const text = `${linked.source.text}\n${releaseCall(namesOfStart(linked))}`;
  const script = withDeletions(await shorten(lower(stripTypes(text))));
  const content = mapped(script, linked.source.origins);
  const refusals = checkSyntax(content.text, (line) => content.origins[line - 1]);
  if (refusals.length > 0) throw new BuildError(refusals);
  return [{ name: `${name}.js`, content }];
}
