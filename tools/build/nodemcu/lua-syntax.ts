// The Lua that is shipped, read by a parser that had no part in making it: what only one of NodeMCU's Luas reads, and
// what no image carries, is refused here with the line of the source and what to write instead.
import { type Node, parse } from "luaparse";
import { at, type Place } from "../build-error.ts";
import type { MappedText } from "../mapped-text.ts";

/** Bytes of Lua source that an ESP8266 compiles in what memory it has. */
export const LARGEST_MODULE = 10_000;

/** Operators that Lua 5.1 has not. `>>` would even mean another thing on 5.3 than in JavaScript. */
const LATER_OPERATORS: ReadonlySet<string> = new Set(["&", "|", "~", "<<", ">>", "//"]);

/** Escapes that Lua 5.1 reads as plain letters. */
const LATER_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\[xzu]/;

/** One sentence for each thing in a module that not every Lua of NodeMCU reads the same way. */
export function checkLuaSyntax(name: string, module: MappedText): string[] {
  const placeOf = (line: number): Place => module.origins[line - 1] ?? { file: `${name}.lua`, line };
  const sentences: string[] = [];
  if (module.text.length > LARGEST_MODULE)
    sentences.push(
      at(
        placeOf(1),
        `this part of the program has ${module.text.length} bytes of Lua that must stay in one file, where a chip compiles ${LARGEST_MODULE}; split its largest function.`,
      ),
    );
  const walk = (node: Node): void => {
    const sentence = refusalOf(node);
    if (sentence !== undefined) sentences.push(at(placeOf(node.loc?.start.line ?? 1), `${sentence}.`));
    childrenOf(node).forEach(walk);
  };
  // The parser knows more than any Lua of NodeMCU, so that it is this check that refuses, with a place.
  walk(
    parse(module.text, {
      luaVersion: "5.3",
      encodingMode: "pseudo-latin1",
      locations: true,
      comments: false,
    }),
  );
  return sentences;
}

function refusalOf(node: Node): string | undefined {
  if (node.type === "GotoStatement" || node.type === "LabelStatement")
    return "NodeMCU's Lua 5.1 has no goto; leave the loop by a flag or by return";
  if (
    (node.type === "BinaryExpression" || node.type === "UnaryExpression") &&
    LATER_OPERATORS.has(node.operator)
  )
    return `NodeMCU's Lua 5.1 has no operator ${node.operator}; write it with + - * %, Math.floor(a / b), a >> 8 or a & 255`;
  if (node.type === "Identifier" && node.name.startsWith("__TS__"))
    return `this would need TypeScriptToLua's library function ${node.name.slice("__TS__".length)}, which no image carries; write it with the operations in docs/device-subset.md`;
  if (node.type === "StringLiteral" && LATER_ESCAPE.test(node.raw))
    return "NodeMCU's Lua 5.1 reads a byte in a text by its decimal number only; write it as one of those";
  return undefined;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value: unknown) => [value].flat().filter(isNode));
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}
