// Short names and few characters: on Espruino a name of up to four letters costs nothing, a longer one a
// JsVar each.
import type { Program } from "acorn";
import { type MinifyOptions, minify } from "terser";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";
import { printScript } from "./print.ts";

const OPTIONS: MinifyOptions = {
  ecma: 2015,
  toplevel: true,
  compress: {
    // Functions stay declarations, in place: there is no hoisting, and a function made per call costs JsVars.
    reduce_vars: false,
    reduce_funcs: false,
    hoist_funs: false,
    // A value that Espruino reads late must stay in its variable (lower/early-reads.ts).
    collapse_vars: false,
    arrows: false,
    inline: false,
    sequences: false,
    booleans: false,
    // Terser takes `"x" + n + 1 + 5` for a sum of numbers and makes `"x" + n + 6` of it. The build has worked
    // out what it can.
    evaluate: false,
  },
  mangle: { toplevel: true },
  // Its tree, for a printer that knows Espruino.
  format: { spidermonkey: true, code: false } as MinifyOptions["format"],
};

/** The script with short names, on lines that lead to the origins of the lines that they come from. */
export async function shorten({ text, origins }: MappedText): Promise<MappedText> {
  const { ast } = (await minify(text, OPTIONS)) as { ast?: Program };
  if (ast === undefined) throw new Error("terser made no tree of the script");
  return printScript(ast, origins);
}
