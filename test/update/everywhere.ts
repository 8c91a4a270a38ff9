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

/** More JsVars than an ESP8266 has, whose interpreter has no SHA-256. */
export const MORE_THAN_SMALL = 2048;

/** The lines, in hexadecimal, that a text emits with `HASHES` of its target in scope; by the engine's name, Node included. */
export async function emittedEverywhere(
  text: string,
  inNode: (hashes: Hashes) => readonly string[],
  leastJsVars = 0,
): Promise<[engine: string, lines: readonly string[]][]> {
  const imports = `import { HASHES } from "../../../src/platform/<target>/hash.ts";\n`;
  return [
    ["node", inNode(HASHES)],
    ...Object.entries(await builtEverywhere(imports + text, {}, leastJsVars)),
  ];
}
