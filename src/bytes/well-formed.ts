// Is a byte string the UTF-8 of some text (Unicode 16, table 3-7)?

/**
 * Well-formed: no byte out of place, nothing longer than it need be, no surrogate, nothing above U+10FFFF.
 */
export function isUtf8(bytes: string): boolean {
  /** The bytes that are still to come of a character, and the bounds of the next one. */
  let more = 0;
  let low = 0x80;
  let high = 0xbf;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (more > 0) {
      if (byte < low || byte > high) return false;
      more -= 1;
      low = 0x80;
      high = 0xbf;
    } else if (byte > 0x7f) {
      if (byte < 0xc2 || byte > 0xf4) return false;
      more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
      if (byte === 0xe0) low = 0xa0;
      else if (byte === 0xed) high = 0x9f;
      else if (byte === 0xf0) low = 0x90;
      else if (byte === 0xf4) high = 0x8f;
    }
  }
  return more === 0;
}
