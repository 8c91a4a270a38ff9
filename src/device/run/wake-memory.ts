// Memory over a sleep: numbers in a text, written before the sleep and read in the same order after it. One
// function goes both ways, so that what is written and what is read cannot differ.
import { readUint16, uint16 } from "../../bytes/integers.ts";
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Reading } from "../../reading/reading.ts";

export interface WakeMemory {
  text: string;
  /** Where the next number is read. */
  at: number;
  isReading: boolean;
  /** When the wake begins, by the monotonic clock of whoever writes or reads: each program has its own. */
  origin: number;
}

/** Stands for "no reading": no reading, and no sum of some, comes near it. */
const NONE = 2147483647;
const HALF = 32768;
const WORD = 65536;

/** Bytes of a number, and those in front of bytes. */
export const CARRIED_BYTES = 4;
export const LENGTH_BYTES = 2;

/** What is to be written for a wake that begins at `origin`. @cold */
export function newWakeMemory(origin: number): WakeMemory {
  return { text: "", at: 0, isReading: false, origin };
}

/** What a wake that began at `origin` finds. @cold */
export function wakeMemoryOf(text: string, origin: number): WakeMemory {
  return { text, at: 0, isReading: true, origin };
}

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

/** An instant of the monotonic clock, at most 24.8 days before the wake. @cold */
export function carriedInstant(memory: WakeMemory, instant: number): number {
  return elapsed(memory.origin, carriedNumber(memory, elapsed(memory.origin, instant)));
}

/** Up to 65,535 bytes. @cold */
export function carriedBytes(memory: WakeMemory, bytes: string): string {
  const { text, at } = memory;
  if (!memory.isReading) {
    memory.text = text + uint16(bytes.length) + bytes;
    return bytes;
  }
  const start = at + LENGTH_BYTES;
  memory.at = start + readUint16(text, at);
  return text.substring(start, memory.at);
}

/** @cold */
function nextOf(memory: WakeMemory): Reading {
  const { text, at } = memory;
  memory.at = at + CARRIED_BYTES;
  const high = readUint16(text, at);
  const number = (high < HALF ? high : high - WORD) * WORD + readUint16(text, at + 2);
  return number === NONE ? undefined : number;
}
