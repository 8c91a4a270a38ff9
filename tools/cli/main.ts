// The entry of the command line: runs what was asked for and turns failures into one sentence and an exit
// code.
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { CommanderError } from "commander";
import { note } from "../terminal/output.ts";
import { createCommandLine } from "./program.ts";
import { EXIT_FAILED, EXIT_WRONG_USE, UsageError } from "./words/failure.ts";
import { wordsOfFailure } from "./words/failure-words.ts";
import { endWithoutOutput } from "./words/lost-output.ts";

/** Runs `ringmote` with these arguments; resolves with the exit code when it is done. */
export async function main(args: string[]): Promise<number> {
  endWithoutOutput();
  // What a timer or a socket brings about reaches nobody else.
  process.on("uncaughtException", (error) => process.exit(tellFailure(error, args)));
  try {
    const program = await createCommandLine(packageVersion(), args);
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return tellFailure(error, args);
  }
}

/** Says it in a sentence, and what nobody foresaw whole. Returns the exit code. */
function tellFailure(error: unknown, args: readonly string[]): number {
  // Help and version end in this way; help that nobody asked for is the answer to a line without a command.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
  const words = wordsOfFailure(error);
  note(words === undefined ? inspect(error) : `ringmote: ${withoutAddresses(words, args)}`);
  return error instanceof UsageError ? EXIT_WRONG_USE : EXIT_FAILED;
}

/** A broker's address that was typed in a wrong place may be quoted, and a password may stand in it. */
function withoutAddresses(message: string, args: readonly string[]): string {
  const addresses = args.flatMap((arg) => /mqtts?:\/*[^/].*/is.exec(arg) ?? []);
  return addresses.reduce((text, address) => text.replaceAll(address, "mqtt://…"), message);
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
