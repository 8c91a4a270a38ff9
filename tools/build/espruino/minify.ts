// Short names and few characters: on Espruino a name of up to four letters costs nothing, a longer one a JsVar each.
import { tokenizer } from "acorn";
import { type MinifyOptions, minify } from "terser";
import type { Script } from "./lower.ts";

const OPTIONS: MinifyOptions = {
  ecma: 2015,
  toplevel: true,
  compress: {
    passes: 3,
    // Functions stay declarations, in place: there is no hoisting, and a function made per call costs JsVars.
    reduce_vars: false,
    reduce_funcs: false,
    hoist_funs: false,
    arrows: false,
    inline: false,
    sequences: false,
    booleans: false,
  },
  mangle: { toplevel: true },
  // A line break costs what a semicolon does, and lets an error name its line.
  format: { semicolons: false, ascii_only: true, quote_style: 2 },
};

/** The script with short names, its map reaching back to where that of `script` does. */
export async function shorten(script: Script): Promise<Script> {
  const { code, map } = await minify(script.code, {
    ...OPTIONS,
    sourceMap: { content: script.map, asObject: false },
  });
  return { code: withClosedReturns(withPlainNumbers(code ?? "")), map: String(map) };
}

/**
 * A bare `return` gets its semicolon: at the end of a line Espruino returns what stands on the next one, and at the end
 * of a function it finds no expression.
 */
function withClosedReturns(code: string): string {
  let closed = "";
  let position = 0;
  let bareFrom = -1;
  for (const token of tokenizer(code, { ecmaVersion: 2022 })) {
    const isBare =
      bareFrom >= 0 && (token.type.label === "}" || code.slice(bareFrom, token.start).includes("\n"));
    if (isBare) {
      closed += `${code.slice(position, bareFrom)};`;
      position = bareFrom;
    }
    bareFrom = token.type.keyword === "return" ? token.end : -1;
  }
  return closed + code.slice(position);
}

/** `1e3` is a float on Espruino, of two JsVars; `1000` is an integer in one. */
function withPlainNumbers(code: string): string {
  let plain = "";
  let position = 0;
  for (const token of tokenizer(code, { ecmaVersion: 2022 })) {
    const text = code.slice(token.start, token.end);
    if (token.type.label !== "num" || !/^\d+e\d+$/.test(text)) continue;
    plain += code.slice(position, token.start) + String(Number(text));
    position = token.end;
  }
  return plain + code.slice(position);
}
