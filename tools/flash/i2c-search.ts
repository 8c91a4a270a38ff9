// The search of an I2C bus, a few addresses a question: what a console asks in its own language, and what
// counts as an answer.
import { FlashError } from "./flash-error.ts";

/** The others are reserved (NXP UM10204, table 4). */
const I2C_FIRST = 0x08;
const I2C_LAST = 0x77;
export const I2C_COUNT = I2C_LAST - I2C_FIRST + 1;
/**
 * The number of addresses in a question: lines that are held low or not connected make every chip "wait" or
 * "answer", and few at a time keep a question short.
 */
const AT_ONCE = 16;

/** `ask` gets the first and the last address of a question. An address outside of it is no answer. */
export async function searchBus(
  ask: (first: number, last: number) => Promise<readonly unknown[]>,
  onProgress?: (tried: number) => void,
): Promise<number[]> {
  const addresses: number[] = [];
  for (let first = I2C_FIRST; first <= I2C_LAST; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE - 1, I2C_LAST);
    const answers = new Set(await ask(first, last));
    for (let address = first; address <= last; address += 1)
      if (answers.has(address)) addresses.push(address);
    onProgress?.(last - I2C_FIRST + 1);
  }
  if (addresses.length === I2C_COUNT)
    throw new FlashError(
      "refused",
      "Every address answers, so the data line is held low: look for a short, a missing pull-up, or pins that are exchanged.",
    );
  return addresses;
}
