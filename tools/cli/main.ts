// The entry of the command line: runs what was asked for and turns failures into one sentence and an exit code.
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { CommanderError } from "commander";
import { BuildError } from "../build/build-error.ts";
import { FileError } from "../files/file-error.ts";
import { FlashError } from "../flash/flash-error.ts";
import { BrokerFault } from "../sim/broker-fault.ts";
import { note } from "../terminal/output.ts";
import { EXIT_FAILED, EXIT_WRONG_USE, RunError, UsageError } from "./failure.ts";
import { createProgram } from "./program.ts";

/** What is foreseen: each is one clear sentence. */
const FAILURES = [RunError, BuildError, FlashError, FileError, BrokerFault];

/** Runs `ringmote` with these arguments; resolves with the exit code when it is done. */
export async function main(args: string[]): Promise<number> {
  try {
    await createProgram(packageVersion()).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Help and version end in this way; help that nobody asked for is the answer to a line without a command.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
    const code = exitCodeOf(error);
    if (code === undefined) {
      note(inspect(error));
      return EXIT_FAILED;
    }
    note(`ringmote: ${withoutAddresses((error as Error).message, args)}`);
    return code;
  }
}

/** A broker's address that was typed in a wrong place may be quoted, and a password may stand in it. */
function withoutAddresses(message: string, args: readonly string[]): string {
  const addresses = args.flatMap((arg) => /mqtts?:.*/is.exec(arg) ?? []);
  return addresses.reduce((text, address) => text.replaceAll(address, "mqtt://…"), message);
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
