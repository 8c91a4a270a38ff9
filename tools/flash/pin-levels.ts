// Pins whose levels are looked at, and those levels.

export interface LevelPin {
  /** As the interpreter calls it. */
  id: string | number;
  hasPullUp: boolean;
}

/** Each 0 or 1: when the board lets the pin be, and when it pulls it up. */
export interface Levels {
  open: number;
  pulledUp?: number;
}

/** What a console says of a pin: both levels. Throws for what is none. */
export function levelsOf({ hasPullUp }: LevelPin, open: unknown, pulledUp: unknown): Levels {
  const [first, second] = [open, pulledUp].map(Number);
  if (![0, 1].includes(first as number) || ![0, 1].includes(second as number))
    throw new Error(`A level is 0 or 1, and not ${open} or ${pulledUp}.`);
  return { open: first as number, ...(hasPullUp && { pulledUp: second as number }) };
}
