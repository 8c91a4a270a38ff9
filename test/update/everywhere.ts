// Programs of src/update on every engine that is here, with each interpreter's own hashes.
import { HASHES } from "../../src/platform/node/hash.ts";
import type { Hashes } from "../../src/ports/hash.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

export { absentEngines } from "../../tools/laboratory/programs/engines.ts";

/** A byte string in hexadecimal, as a literal. */
export function literalOf(hex: string): string {
  return `"${hex.replaceAll(/../g, (byte) => `\\x${byte}`)}"`;
}

export function bytesOf(hex: string): string {
  return Buffer.from(hex, "hex").toString("latin1");
}

export function hexOf(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}

/**
 * More JsVars than an ESP8266 has: its interpreter has no SHA-256, and a case here runs from memory, where an
 * image runs from flash.
 */
export const MORE_THAN_SMALL = 2048;

const IMPORT = `import { HASHES } from "../../../src/platform/<target>/hash.ts";\n`;

/**
 * The lines, in hexadecimal, that a text emits with `HASHES` of its target in scope, by the engine's name: as
 * built for the boards.
 */
export async function builtWithHashes(
  text: string,
  leastJsVars = 0,
): Promise<[engine: string, lines: readonly string[]][]> {
  return Object.entries(await builtEverywhere(IMPORT + text, {}, leastJsVars));
}

/** The same, and first what Node says to it. */
export async function emittedEverywhere(
  text: string,
  inNode: (hashes: Hashes) => readonly string[],
  leastJsVars = 0,
): Promise<[engine: string, lines: readonly string[]][]> {
  return [["node", inNode(HASHES)], ...(await builtWithHashes(text, leastJsVars))];
}
