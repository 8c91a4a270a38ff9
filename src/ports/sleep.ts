// The sleep port: the chip switched off but for its timer, or a pin, which starts the program anew.
import type { Pin } from "./pins.ts";

export interface SleepPort {
  /**
   * Ends the program in `leaveMs` milliseconds, time for what was written to leave, and starts it again after
   * `ms` more, at least 1 and at most what the board's file says; with 0, by a pin alone. Nothing of the
   * program is left but what is on the flash. Without `hasRadio` that start needs no network, and has none
   * where the chip can do without. The last call holds.
   */
  sleepIn: (leaveMs: number, ms: number, hasRadio: boolean) => void;
  /**
   * Called before `sleepIn`: an input that has this level starts it again, too. Not where a pulse to the
   * chip's reset does.
   */
  wakeBy: (pin: Pin, level: number) => void;
  /** The first bytes of the chip's memory that outlives a sleep; behind a power cut they may be any. */
  readMemory: (count: number) => string;
  /** Writes them: as many as the board's file says at most. */
  writeMemory: (bytes: string) => void;
}
