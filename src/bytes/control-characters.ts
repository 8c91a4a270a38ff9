// Control characters in text. MQTT lets a receiver end the connection for one in any text field, and EMQX does so by default.

const LAST_C0 = 0x1f;
const DELETE = 0x7f;
/** The first of the two bytes of U+0080 to U+00BF; below the second one's 0xa0 lie the controls U+0080 to U+009F. */
const LATIN_1 = 0xc2;
const FIRST_SEEN = 0xa0;

/** Does a byte string of UTF-8 hold one of U+0000 to U+001F and U+007F to U+009F? @cold */
export function hasControl(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (byte <= LAST_C0 || byte === DELETE) return true;
    if (byte === LATIN_1 && i + 1 < bytes.length && bytes.charCodeAt(i + 1) < FIRST_SEEN) return true;
  }
  return false;
}
