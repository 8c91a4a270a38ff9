// Answers of Sensirion's parts: words of two bytes, each with a checksum behind it;
// and the quantities in them.
import { readUint16 } from "../bytes/integers.ts";
import type { Reading } from "../reading/reading.ts";

/**
 * °C in hundredths (SHT3x-DIS, table 2; SHT4x, table 2). The ends of the counts are -45 and 130 °C: no part
 * has measured these.
 */
const COLDEST = -4000;
const WARMEST = 12500;

/**
 * CRC-8 of the two bytes at `at` against the third: polynomial 0x31, begins with 0xff (SHT3x-DIS, 4.12;
 * 0xbeef gives 0x92). @inline
 */
export function isSoundWord(bytes: string, at: number): boolean {
  return isSound(bytes, at, at + 2);
}

/**
 * °C in hundredths by the word at 0: T = -45 + 175 * raw / 65535 (SHT3x-DIS, 4.13). `undefined` out of the
 * parts' range.
 */
export function celsiusIn(bytes: string): Reading {
  const celsius = Math.floor((readUint16(bytes, 0) * 17500 + 32767) / 65535) - 4500;
  return celsius < COLDEST || celsius > WARMEST ? undefined : celsius;
}

/** The same CRC-8 of the bytes from one place to before another, against the byte there. */
export function isSound(bytes: string, from: number, to: number): boolean {
  return crcOf(bytes, from, to) === bytes.charCodeAt(to);
}

/** The same CRC-8 of the bytes from one place to before another. */
export function crcOf(bytes: string, from: number, to: number): number {
  let crc = 255;
  for (let i = from; i < to; i++) {
    crc = crc ^ bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc * 2;
      if (crc > 255) crc = crc ^ 0x131;
    }
  }
  return crc;
}
