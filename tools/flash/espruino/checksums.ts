// The two checksums of a stored text: the one that a board works out itself, and a second for its name.

/** CRC-32 (IEEE 802.3) of a byte string, as `E.CRC32` gives it. */
export function crc32(bytes: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc ^= bytes.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** FNV-1a of a byte string, 32 bits: with the CRC beside it two texts of one name are not to be expected. */
export function fnv1a(bytes: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) {
    hash = Math.imul(hash ^ bytes.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Eight hexadecimal digits. */
export function hex32(value: number): string {
  return value.toString(16).padStart(8, "0");
}
