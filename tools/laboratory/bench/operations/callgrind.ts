// Machine instructions, counted by valgrind's callgrind.
import { spawnSync } from "node:child_process";

/** Is valgrind here? */
export function hasValgrind(): boolean {
  return spawnSync("valgrind", ["--version"]).error === undefined;
}

/**
 * What to put before a command so that its instructions are counted into `file`. With `within`, only those
 * that it executes inside of the C function of that name.
 */
export function callgrind(file: string, within?: string): string[] {
  const only = within === undefined ? [] : ["--collect-atstart=no", `--toggle-collect=${within}`];
  return ["valgrind", "--tool=callgrind", `--callgrind-out-file=${file}`, ...only];
}

/** The count in what callgrind wrote. */
export function collected(output: string): number {
  return Number(/^(?:summary|totals): (\d+)$/m.exec(output)?.[1] ?? Number.NaN);
}
