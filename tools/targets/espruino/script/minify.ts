// Short names and few characters: on Espruino a name of up to four letters costs nothing, a longer one a
// JsVar each.
import { type ExpressionStatement, type IfStatement, type LogicalExpression, type Node, parse } from "acorn";
import { type MinifyOptions, minify } from "terser";
import type { Script } from "./script-lines.ts";
import { scriptChildren } from "./script-tree.ts";

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
  // `1e3` is a float on Espruino, of two JsVars; `1000` is an integer in one.
  format: { semicolons: false, ascii_only: true, quote_style: 0, keep_numbers: true },
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
  return { code: asEspruinoReads(code ?? ""), map: String(map) };
}

interface Insertion {
  at: number;
  text: string;
  /** Characters that it takes the place of. */
  over?: number;
}

/** What terser has no option for: the script as Espruino reads it best, and right. */
function asEspruinoReads(code: string): string {
  const insertions: Insertion[] = [];
  const walk = (node: Node): void => {
    insertions.push(...blocksOf(node, code));
    if (isUnclosedReturn(node, code)) insertions.push({ at: node.end, text: ";" });
    if (isLostText(node, code)) insertions.push({ at: node.start, text: ";" });
    scriptChildren(node).forEach(walk);
  };
  walk(parse(code, { ecmaVersion: 2022 }));
  let result = "";
  let position = 0;
  for (const { at, text, over = 0 } of insertions.sort((a, b) => a.at - b.at)) {
    result += code.slice(position, at) + text;
    position = at + over;
  }
  return result + code.slice(position);
}

/** The length of a statement below which parsing it is as quick as passing over it. */
const SHORT_STATEMENT = 8;

/**
 * Blocks for what may not run: Espruino reads past a block at half of what it takes to parse a statement, and
 * at a third of what the right side of `a&&b()` takes, which becomes `if(a){b()}`.
 */
function blocksOf(node: Node, code: string): Insertion[] {
  const when = whenIn(node);
  if (when !== undefined) {
    const { left, right } = when;
    return [
      { at: node.start, text: "if(", over: left.start - node.start },
      { at: left.end, text: "){", over: right.start - left.end },
      { at: right.end, text: "}", over: when.end - right.end },
    ];
  }
  if (node.type !== "IfStatement") return [];
  const { consequent, alternate } = node as IfStatement;
  return [consequent, alternate].flatMap((branch) => {
    if (branch == null || /^(?:Block|If|Empty)/.test(branch.type)) return [];
    if (branch.end - branch.start < SHORT_STATEMENT && whenIn(branch) === undefined) return [];
    // `else{`, and not `else {`.
    const over = code[branch.start - 1] === " " ? 1 : 0;
    return [
      { at: branch.start - over, text: "{", over },
      { at: branch.end, text: "}" },
    ];
  });
}

/** `a&&b` as a statement. */
function whenIn(node: Node): LogicalExpression | undefined {
  if (node.type !== "ExpressionStatement") return undefined;
  const { expression } = node as ExpressionStatement;
  const isWhen = expression.type === "LogicalExpression" && expression.operator === "&&";
  return isWhen ? expression : undefined;
}

/**
 * A bare `return` without its semicolon: at the end of a line Espruino returns what stands on the next one,
 * and at the end of a function it finds no expression.
 */
function isUnclosedReturn(node: Node, code: string): boolean {
  return node.type === "ReturnStatement" && code.slice(node.start, node.end) === "return";
}

/**
 * A statement that begins with a text, and has no semicolon in front of it. Espruino reads one token ahead,
 * and where it has just passed over something that is not to run (the body of an `if`, what follows `||`) it
 * reads a text as an empty one: `if(a)b()` and then `"x"===c&&d()` never calls `d`.
 */
function isLostText(node: Node, code: string): boolean {
  if (node.type !== "ExpressionStatement" || whenIn(node) !== undefined) return false;
  return /["']/.test(code[node.start] as string) && /[}\n]/.test(code[node.start - 1] ?? "");
}
