// One run of a real interpreter under callgrind: the machine instructions of what counts, and what the
// program printed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EspruinoBinary } from "../../hosts/espruino/binaries.ts";
import { startInterpreter } from "../../hosts/espruino/interpreter-process.ts";
import { callgrind, collected, hasValgrind } from "../operations/callgrind.ts";

/**
 * Reads code and files out of Storage. A board reads its flash through a pointer; the Linux build opens,
 * seeks, reads and closes a file for every 16 bytes. No count of the bench contains that.
 */
const READ_FLASH = "jshFlashRead";

const PROBLEM = /Uncaught|MEMORY/;

/** A run of this many milliseconds has stopped answering. */
const PATIENCE_MS = 300_000;

export interface CountedRun {
  /** Machine instructions, without what reads the flash's file. */
  instructions: number;
  /** Lines that the program printed. */
  lines: readonly string[];
}

/** What of a run counts. */
export interface Counting {
  /** Only what is executed inside of this C function, which must not be entered twice. */
  within: string;
  /** Only what comes after the last call of this C function. */
  after?: string;
}

/** Can the instructions of an interpreter be counted? Tells what is missing. */
export function canCountInstructions(
  { path, name }: EspruinoBinary,
  skip: (reason: string) => void,
): boolean {
  const hasSymbols = readFileSync(path, "latin1").includes(READ_FLASH);
  if (!hasValgrind()) skip("valgrind is not here: it is a package of Debian.");
  else if (!hasSymbols)
    skip(`${name} has no symbol ${READ_FLASH}: build it for Linux, without stripping it.`);
  return hasValgrind() && hasSymbols;
}

/** Boots an interpreter with `files` in Storage and waits until the program quits. Throws when it fails. */
export async function countRun(
  binary: EspruinoBinary,
  files: ReadonlyMap<string, string>,
  { within, after }: Counting,
): Promise<CountedRun> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  const counts = join(folder, "counts");
  const lines: string[] = [];
  const child = startInterpreter({
    binary,
    files,
    onLine: (line) => {
      lines.push(line);
      // It would run on, with nothing that counts.
      if (PROBLEM.test(line)) child.kill();
    },
    under: [...callgrind(counts, within), ...(after === undefined ? [] : [`--zero-before=${after}`])],
  });
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill();
  }, PATIENCE_MS);
  try {
    await child.exited;
    if (isLate) throw new Error(`${binary.name} had not ended after ${PATIENCE_MS / 1000} s.`);
    const problem = lines.findIndex((line) => PROBLEM.test(line));
    if (problem >= 0)
      throw new Error(`A program of the bench fails in ${binary.name}: ${lines.slice(problem).join(" ")}`);
    const output = readFileSync(counts, "latin1");
    return { instructions: collected(output) - inclusive(output, READ_FLASH), lines };
  } finally {
    clearTimeout(limit);
    child.dispose();
    rmSync(folder, { recursive: true });
  }
}

/**
 * Instructions of all calls of a C function, with what it calls itself, in what callgrind wrote: behind
 * `cfn=`, which names the callee by a number, `calls=` is followed by a line with the position and the cost.
 */
function inclusive(output: string, name: string): number {
  const id = new RegExp(`\\((\\d+)\\) ${name}$`, "m").exec(output)?.[1];
  if (id === undefined) return 0;
  const calls = new RegExp(`^cfn=\\(${id}\\).*\\ncalls=.*\\n\\S+ (\\d+)$`, "gm");
  return [...output.matchAll(calls)].reduce((sum, [, cost]) => sum + Number(cost), 0);
}
