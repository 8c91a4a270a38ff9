// The Lua that is shipped, read by a parser that had no part in making it: what only one of NodeMCU's Luas
// reads is refused, with the line of the source.
import { type Chunk, type Node, parse } from "luaparse";
import { at, type SourcePlace } from "../../../compiler/source/build-error.ts";
import type { MappedText } from "../../../compiler/source/mapped-text.ts";

/** The most bytes of Lua source that an ESP8266 can compile in its memory. */
export const LARGEST_MODULE = 10_000;

/** Escapes that Lua 5.1 reads as plain letters. */
const LATER_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\[xzu]/;
const LATER_BYTE =
  "NodeMCU's Lua 5.1 reads a byte in a text by its decimal number only; write it as one of those";

/**
 * Every Lua of NodeMCU reads all that Lua 5.1 reads. `onNode` is called for each node. Throws as the parser
 * does.
 */
export function parsedLua(text: string, onNode?: (node: Node) => void): Chunk {
  // luaparse takes the text "end" behind a return for the word that ends the block; in a text no quote stands
  // bare.
  return parse(text.replace(/\breturn ?"end"/g, 'return"End"'), {
    luaVersion: "5.1",
    encodingMode: "pseudo-latin1",
    locations: true,
    comments: false,
    ...(onNode && { onCreateNode: onNode }),
  });
}

/**
 * One sentence for each piece of a module that NodeMCU's Luas read in different ways; its tree, where there
 * is none.
 */
export function checkLuaSyntax(name: string, module: MappedText): { sentences: string[]; chunk?: Chunk } {
  const placeOf = (line: number): SourcePlace => module.origins[line - 1] ?? { file: `${name}.lua`, line };
  if (module.text.length > LARGEST_MODULE)
    return {
      sentences: [
        at(
          placeOf(1),
          `this part of the program has ${module.text.length} bytes of Lua that must stay in one file, where a chip compiles ${LARGEST_MODULE}; split its largest function.`,
        ),
      ],
    };
  try {
    const sentences: string[] = [];
    const chunk = parsedLua(module.text, (node) => {
      if (node.type === "StringLiteral" && LATER_ESCAPE.test(node.raw))
        sentences.push(at(placeOf(node.loc?.start.line ?? 1), `${LATER_BYTE}.`));
    });
    return { sentences, chunk };
  } catch (error) {
    const { line = 1, message } = error as Partial<SyntaxError & { line: number }>;
    return { sentences: [at(placeOf(line), `what was made of this is not Lua 5.1 (${message})`)] };
  }
}
