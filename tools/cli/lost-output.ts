// What becomes of a command that can say nothing more: its reader has read enough, or the disk that it writes to is full.
import { reasonOf } from "../files/file-error.ts";
import { note } from "../terminal/output.ts";
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

let unread = (): void => {};

/** Calls `then` instead when nobody reads on, in place of what was to be called before. */
export function whenNobodyReads(then: () => void): void {
  unread = then;
  for (const output of [process.stdout, process.stderr])
    if (!output.listeners("error").includes(lost)) output.on("error", lost);
}

function lost(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") unread();
}
