// What a failure is called on the terminal: the sentence of one that is foreseen, and the place of a mistake in a device's
// own code.
import { at, BuildError } from "../compiler/source/build-error.ts";
import { FileError } from "../files/file-error.ts";
import { FlashError } from "../flash/flash-error.ts";
import { placeOfError } from "../image/source-places.ts";
import { BrokerFault } from "../sim/real-broker/fault.ts";
import { RunError, UsageError } from "./failure.ts";

/** What is foreseen: each is one clear sentence. */
const FAILURES = [UsageError, RunError, BuildError, FlashError, FileError, BrokerFault];

/** `undefined` for what nobody foresaw. */
export function wordsOfFailure(error: unknown): string | undefined {
  if (FAILURES.some((kind) => error instanceof kind)) return (error as Error).message;
  const place = placeOfError(error);
  if (place === undefined) return undefined;
  return at(place, `the device fails here: ${String(error).replace(/\s*\n\s*/g, " ")}.`);
}
