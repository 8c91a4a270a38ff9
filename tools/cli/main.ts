// The entry of the command line: runs what was asked for and turns failures into one sentence and an exit code.
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { BuildError } from "../build/build-error.ts";
import { FileError } from "../files/file-error.ts";
import { FlashError } from "../flash/flash-error.ts";
import { EXIT_FAILED, EXIT_WRONG_USE, RunError, UsageError } from "./failure.ts";
import { createProgram } from "./program.ts";

/** What is foreseen: each is one clear sentence. */
const FAILURES = [RunError, BuildError, FlashError, FileError];

/** Runs `ringmote` with these arguments; resolves with the exit code when it is done. */
export async function main(args: string[]): Promise<number> {
  try {
    await createProgram(packageVersion()).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Help and version end in this way; help that nobody asked for is the answer to a line without a command.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    console.error(`ringmote: ${(error as Error).message}`);
    return code;
  }
}

/** `undefined` for what nobody foresaw: that is shown whole. */
function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof UsageError) return EXIT_WRONG_USE;
  return FAILURES.some((kind) => error instanceof kind) ? EXIT_FAILED : undefined;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
