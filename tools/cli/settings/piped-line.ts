// Passwords that come through a pipe or from a file, a line each: `pass show wifi | ringmote settings ...`.
import { fstatSync } from "node:fs";
import { createInterface } from "node:readline";
import { RunError } from "../words/failure.ts";

/**
 * Whoever gives the password may have to be asked for one first; what never comes keeps nobody waiting for
 * ever.
 */
const LIMIT_MS = 60_000;

let lines: AsyncIterator<string> | undefined;

/** Can lines come from standard input? What a program starts as a service or in the background gives none. */
export function isPiped(): boolean {
  try {
    const input = fstatSync(process.stdin.fd);
    return input.isFIFO() || input.isFile();
  } catch {
    return false;
  }
}

/** The next line; `undefined` at the end. Rejects with a RunError when none comes. */
export async function pipedLine(): Promise<string | undefined> {
  lines ??= createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const waiting = holdOpen(true);
  const limit = AbortSignal.timeout(LIMIT_MS);
  const silent = new Promise<never>((_, reject) => {
    limit.addEventListener("abort", () => reject(new RunError(SILENT)));
  });
  const { value, done } = await Promise.race([lines.next(), silent]);
  if (waiting) holdOpen(false);
  return done ? undefined : value;
}

const SILENT = `No password came through standard input for ${LIMIT_MS / 1000} s, and nothing was done; write < /dev/null where there is none.`;

/** A pipe that stays open behind its last line keeps no program from its end. Is it one? */
function holdOpen(isHeld: boolean): boolean {
  const { stdin } = process;
  if (!("unref" in stdin)) return false;
  if (isHeld) stdin.ref();
  else stdin.unref();
  return true;
}
