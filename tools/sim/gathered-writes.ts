// What is written to a stream in one turn leaves in one write: each is a call of the operating system.
import type { Writable } from "node:stream";

export interface GatheredWrites {
  /** Bytes that leave at the end of this turn, in order. */
  write: (bytes: string) => void;
  /** What waits for the end of this turn leaves now. */
  leave: () => void;
  /** What waits for the end of this turn is lost. */
  forget: () => void;
}

/** Gathers what is written to `stream`; `emptied` is called once everything has left. */
export function gatherWrites(stream: Writable, emptied: () => void): GatheredWrites {
  let gathered = "";
  let unsent = 0;

  function leave(): void {
    if (gathered === "") return;
    const bytes = gathered;
    gathered = "";
    unsent += 1;
    stream.write(bytes, "latin1", sent);
  }

  function sent(): void {
    unsent -= 1;
    if (unsent === 0 && gathered === "" && !stream.destroyed) emptied();
  }

  return {
    write(bytes) {
      if (gathered === "" && bytes !== "") process.nextTick(leave);
      gathered += bytes;
    },
    leave,
    forget() {
      gathered = "";
    },
  };
}
