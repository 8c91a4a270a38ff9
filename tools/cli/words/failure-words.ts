// Words for a failure on the terminal: the sentence of one that is foreseen, and the place of a
// mistake in a device's own code.
import { at, BuildError } from "../../compiler/source/build-error.ts";
import { FileError } from "../../files/file-error.ts";
import { FlashError } from "../../flash/flash-error.ts";
import { placeOfError } from "../../image/firmware/source-places.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { isScenarioError } from "../../sim/scenario/scenario-error.ts";
import { RunError, UsageError } from "./failure.ts";

/** What is foreseen: each is one clear sentence. */
const FAILURES = [UsageError, RunError, BuildError, FlashError, FileError, BrokerFault];

/** More files, sockets among them, than may be open: whatever was to be opened is not at fault. */
const SHORTAGES: Readonly<Record<string, string>> = {
  EMFILE:
    'This process may not have as many files and connections open as the command needs; say "ulimit -n 4096" in this terminal, and the command again.',
  ENFILE:
    "This computer has as many files open as it can have; end other programs, and say the command again.",
};

/** `undefined` for what nobody foresaw. */
export function wordsOfFailure(error: unknown): string | undefined {
  if (FAILURES.some((kind) => error instanceof kind)) return (error as Error).message;
  if (isScenarioError(error)) return error.message;
  const shortage = SHORTAGES[(error as NodeJS.ErrnoException | undefined)?.code ?? ""];
  if (shortage !== undefined) return shortage;
  const place = placeOfError(error);
  if (place === undefined) return undefined;
  return at(place, `the device fails here: ${String(error).replace(/\s*\n\s*/g, " ")}.`);
}
