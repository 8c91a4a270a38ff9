// The words that Sensirion's parts answer with: two bytes and their checksum.

const FULL_SCALE = 65535;

/** CRC-8, polynomial 0x31, start 0xff, no reflection (SHT3x-DIS, table 20). */
export function crc8(bytes: string): number {
  let crc = 0xff;
  for (let i = 0; i < bytes.length; i += 1) {
    crc ^= bytes.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80 ? ((crc << 1) ^ 0x31) & 0xff : crc << 1;
  }
  return crc;
}

/** A word on the bus, with its checksum, or with one that is wrong. */
export function checkedWord(value: number, isSound = true): string {
  const bytes = String.fromCharCode(value >> 8, value & 255);
  return bytes + String.fromCharCode(crc8(bytes) ^ (isSound ? 0 : 0xff));
}

/** A share of the scale as a word has it; past either end the sensor stays at that end. */
export function countsOf(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * FULL_SCALE);
}
