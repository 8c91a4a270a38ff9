// Faults of a serial line: noise, lost characters, slow echo, a plug that is pulled.
import type { Random } from "../../src/platform/node/random.ts";

export interface LineFaults {
  /** What becomes of bytes on their way to the board, and back. */
  toBoard?: (bytes: string) => string;
  fromBoard?: (bytes: string) => string;
  /** Milliseconds until the board's bytes arrive. Default 1. */
  delayMs?: number;
  /** The plug is pulled in the middle of this write, counted from 0. */
  cutAtWrite?: number;
}

/** Turns one bit of about one byte in `every`. */
export function noise(random: Random, every: number): (bytes: string) => string {
  return eachByte((byte) =>
    random.below(every) === 0 ? String.fromCharCode(byte.charCodeAt(0) ^ (1 << random.below(8))) : byte,
  );
}

/** Loses about one byte in `every`, as a board does that takes bytes in too slowly. */
export function losses(random: Random, every: number): (bytes: string) => string {
  return eachByte((byte) => (random.below(every) === 0 ? "" : byte));
}

/** What a boot loader prints at another rate, as it looks at 115200 baud. */
export function bannerAtAnotherRate(random: Random, bytes = 80): string {
  return String.fromCharCode(...Array.from({ length: bytes }, () => 128 + random.below(128)));
}

function eachByte(change: (byte: string) => string): (bytes: string) => string {
  return (bytes) => [...bytes].map(change).join("");
}
