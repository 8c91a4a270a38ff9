// Short names and few characters: on Espruino a name of up to four letters costs nothing, a longer one a
// JsVar each.
import {
  type ExpressionStatement,
  type IfStatement,
  type LogicalExpression,
  type Node,
  parse,
  tokenizer,
} from "acorn";
import { type MinifyOptions, minify } from "terser";
import type { Script } from "./script-lines.ts";
import { childrenOf } from "./script-tree.ts";

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
  // A line break costs what a semicolon does, and lets an error name its line.
  format: { semicolons: false, ascii_only: true, quote_style: 0 },
};

/**
 * The script with short names. Its map leads to the origins of the map of `script`, or to `script` itself
 * where that has none.
 */
export async function shorten(script: { code: string; map?: string }): Promise<Script> {
  const { code, map } = await minify(script.code, {
    ...OPTIONS,
    sourceMap: { asObject: false, ...(script.map === undefined ? {} : { content: script.map }) },
  });
  const finished = withClosedReturns(withKeptTexts(withPlainNumbers(withBlocks(code ?? ""))));
  return { code: finished, map: String(map) };
}

/** The length of a statement below which parsing it is as quick as passing over it. */
const SHORT_STATEMENT = 8;

/**
 * Blocks for what may not run: Espruino reads past a block at half of what it takes to parse a statement, and
 * at a third of what the right side of `a&&b()` takes, which becomes `if(a){b()}`.
 */
function withBlocks(code: string): string {
  const edits: { start: number; end: number; text: string }[] = [];
  const walk = (node: Node): void => {
    if (node.type === "IfStatement") {
      const { consequent, alternate } = node as IfStatement;
      for (const branch of [consequent, alternate]) {
        if (branch == null || /^(?:Block|If|Empty)/.test(branch.type)) continue;
        if (branch.end - branch.start < SHORT_STATEMENT && whenIn(branch) === undefined) continue;
        // `else{`, and not `else {`.
        const start = code[branch.start - 1] === " " ? branch.start - 1 : branch.start;
        edits.push({ start, end: branch.start, text: "{" });
        edits.push({ start: branch.end, end: branch.end, text: "}" });
      }
    }
    const when = whenIn(node);
    if (when !== undefined) {
      const { left, right } = when;
      edits.push({ start: node.start, end: left.start, text: "if(" });
      edits.push({ start: left.end, end: right.start, text: "){" });
      edits.push({ start: right.end, end: when.end, text: "}" });
    }
    childrenOf(node).forEach(walk);
  };
  walk(parse(code, { ecmaVersion: 2022 }));
  let result = "";
  let position = 0;
  for (const { start, end, text } of edits.sort((one, other) => one.start - other.start)) {
    result += code.slice(position, start) + text;
    position = end;
  }
  return result + code.slice(position);
}

/** `a&&b` as a statement. */
function whenIn(node: Node): LogicalExpression | undefined {
  if (node.type !== "ExpressionStatement") return undefined;
  const { expression } = node as ExpressionStatement;
  const isWhen = expression.type === "LogicalExpression" && expression.operator === "&&";
  return isWhen ? expression : undefined;
}

/**
 * A statement that begins with a text gets a semicolon in front of it. Espruino reads one token ahead, and
 * where it has just passed over something that is not to run (the body of an `if`, what follows `||`) it
 * reads a text as an empty one: `if(a)b()` and then `"x"===c&&d()` never calls `d`.
 */
function withKeptTexts(code: string): string {
  let kept = "";
  let position = 0;
  let before = { end: 0, label: ";" };
  for (const { type, start, end } of tokenizer(code, { ecmaVersion: 2022 })) {
    const begins = before.label === "}" || code.slice(before.end, start).includes("\n");
    if (type.label === "string" && begins && before.label !== ";") {
      kept += `${code.slice(position, start)};`;
      position = start;
    }
    before = { end, label: type.label };
  }
  return kept + code.slice(position);
}

/**
 * A bare `return` gets its semicolon: at the end of a line Espruino returns what stands on the next one, and
 * at the end of a function it finds no expression.
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
