// The name of an image of the LFS, and of the module that starts it: one digest of its content,
// and one of the modules that lie beside that one. By the second a board tells whether all that
// its LFS holds is ringmote's.
import { crc32, hex32 } from "../../../files/crc32.ts";

/** The number of digits of each. */
const DIGITS = { content: 8, names: 4 };
const LFS_NAME = new RegExp(`^lfs-[0-9a-f]{${DIGITS.content + DIGITS.names}}$`);

/** In place of a digest, for an image without a program. */
export const EMPTY = "0".repeat(DIGITS.content);

/** `digest` is one of its content, in hexadecimal digits; `others` are the names of its other modules. */
export function lfsName(digest: string, others: readonly string[]): string {
  return `lfs-${digest.slice(0, DIGITS.content)}${digestOf(others)}`;
}

/** Is it the name of an image of ringmote's? */
export function isLfsName(name: string): boolean {
  return LFS_NAME.test(name);
}

/** Is a module among these that starts an image of ringmote's, and are the others those of that image? */
export function isOfOneImage(names: readonly string[]): boolean {
  return names.some(
    (name) => isLfsName(name) && name.endsWith(digestOf(names.filter((other) => other !== name))),
  );
}

function digestOf(names: readonly string[]): string {
  return hex32(crc32([...names].sort().join("\n"))).slice(0, DIGITS.names);
}
