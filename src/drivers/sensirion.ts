// How Sensirion's parts answer: words of two bytes, each with a checksum behind it.

/** CRC-8 of the two bytes at `at` against the third: polynomial 0x31, begins with 0xff (SHT3x-DIS, 4.12; 0xbeef gives 0x92). */
export function isSoundWord(bytes: string, at: number): boolean {
  let crc = 255;
  for (let i = at; i < at + 2; i++) {
    crc = crc ^ bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) {
      crc = crc * 2;
      if (crc > 255) crc = crc ^ 0x131;
    }
  }
  return crc === bytes.charCodeAt(at + 2);
}
