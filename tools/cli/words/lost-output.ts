// The end of a command that can print nothing more: its reader has read enough, or the
// disk that it writes to is full.
import { reasonOf } from "../../files/file-error.ts";
import { note } from "../../terminal/output.ts";
import { EXIT_FAILED } from "./failure.ts";

/** Ends the program when an output is lost, but for one that ends itself when nobody reads on. */
export function endWithoutOutput(): void {
  for (const output of [process.stdout, process.stderr])
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") {
        // This goes nowhere either where both outputs are one.
        note(`ringmote: The output cannot be written: ${reasonOf(error)}.`);
        process.exit(EXIT_FAILED);
      }
      // As `head` does.
      if (output.listenerCount("error") === 1) process.exit();
    });
}

/** Calls `then` instead when nobody reads on. */
export function whenNobodyReads(then: () => void): void {
  for (const output of [process.stdout, process.stderr])
    output.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") then();
    });
}
