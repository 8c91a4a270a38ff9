// Pins whose levels are looked at, and those levels.
import { FlashError } from "./flash-error.ts";

export interface LevelPin {
  /** Its name for the interpreter. */
  id: string | number;
  hasPullUp: boolean;
}

/** Each 0 or 1: when the board leaves the pin alone, and when it pulls it up. */
export interface Levels {
  open: number;
  pulledUp?: number;
}

/**
 * What a console says of a pin: a digit for open, for pulled up, and for open again. Rejects what is none
 * with a FlashError.
 */
export function levelsOf({ id, hasPullUp }: LevelPin, said: unknown): Levels {
  if (typeof said !== "string" || !/^[01]{3}$/.test(said))
    throw new FlashError(
      "refused",
      `The board does not tell the levels of its pin ${id}: restart it, and repeat the command.`,
    );
  return { open: Number(said[0]), ...(hasPullUp && { pulledUp: Number(said[1]) }) };
}
