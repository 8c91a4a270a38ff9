// How a program that is not well-formed is refused.
import type { Place } from "./program.ts";

export function malformed({ file, line }: Place, what: string): never {
  throw new Error(`The program is not well-formed: ${file}:${line} has ${what}.`);
}
