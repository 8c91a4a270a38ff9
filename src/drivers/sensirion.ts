// How Sensirion's parts answer: words of two bytes, each with a checksum behind it.

/** CRC-8 of the two bytes at `at` against the third: polynomial 0x31, begins with 0xff (SHT3x-DIS, 4.12; 0xbeef gives 0x92). @inline */
export function isSoundWord(bytes: string, at: number): boolean {
  return isSound(bytes, at, at + 2);
}

/** The same CRC-8 of the bytes from one place to before another, against the byte there. */
export function isSound(bytes: string, from: number, to: number): boolean {
  let crc = 255;
  for (let i = from; i < to; i++) {
    crc = crc ^ bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc * 2;
      if (crc > 255) crc = crc ^ 0x131;
    }
  }
  return crc === bytes.charCodeAt(to);
}
