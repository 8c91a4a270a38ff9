// A second sum for the name of a stored text, beside its CRC-32.

/** FNV-1a of a byte string, 32 bits: with the CRC beside it two texts of one name are not to be expected. */
export function fnv1a(bytes: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) {
    hash = Math.imul(hash ^ bytes.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
