// Memory over a sleep: numbers in a text, written before the sleep and read in the same order behind it. One function goes both ways, so
// that what is written and what is read cannot differ.
import { readUint16, uint16 } from "../../bytes/integers.ts";
import type { Reading } from "../../reading/reading.ts";

export interface WakeMemory {
  text: string;
  /** Where the next number is read. */
  at: number;
  isReading: boolean;
}

/** Stands for "no reading": no reading, and no sum of some, comes near it. */
const NONE = 2147483647;
const HALF = 32768;
const WORD = 65536;

/** Bytes of a number. */
export const CARRIED_BYTES = 4;

/** The number that was kept, or this one, which is kept now: 32 bits with a sign. @cold */
export function carried(memory: WakeMemory, value: Reading): Reading {
  if (memory.isReading) return nextOf(memory);
  const number = value === undefined ? NONE : value;
  memory.text += uint16((number >> 16) & 65535) + uint16(number & 65535);
  return value;
}

/** The same of what is a number always. @cold */
export function carriedNumber(memory: WakeMemory, value: number): number {
  const number = carried(memory, value);
  return number === undefined ? 0 : number;
}

/** @cold */
function nextOf(memory: WakeMemory): Reading {
  const { text, at } = memory;
  memory.at = at + CARRIED_BYTES;
  const high = readUint16(text, at);
  const number = (high < HALF ? high : high - WORD) * WORD + readUint16(text, at + 2);
  return number === NONE ? undefined : number;
}
