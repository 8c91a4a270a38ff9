// Two sums over a file's bytes: one that the chip's Lua works out as well, and one that names a file after its content.

/** Adler-32 in its two halves (RFC 1950): no number on the way is larger than any Lua of NodeMCU can count exactly. */
export function adler(bytes: string, [first, second]: readonly [number, number] = [1, 0]): [number, number] {
  let a = first;
  let b = second;
  for (let i = 0; i < bytes.length; i += 1) {
    a = (a + bytes.charCodeAt(i)) % 65521;
    b = (b + a) % 65521;
  }
  return [a, b];
}

const CRC_BITS = 8;
const CRC_POLYNOMIAL = 0xedb88320;

/** CRC-32 (IEEE 802.3) as eight hexadecimal digits. */
export function crc32(bytes: string): string {
  let crc = -1;
  for (let i = 0; i < bytes.length; i += 1) {
    crc ^= bytes.charCodeAt(i);
    for (let bit = 0; bit < CRC_BITS; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
  }
  return (~crc >>> 0).toString(16).padStart(8, "0");
}
