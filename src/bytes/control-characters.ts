// Characters for which MQTT allows a receiver to end the connection, in any text field: control characters,
// for which EMQX ends it by default, and the noncharacters of Unicode. Mosquitto ends it for both.

const LAST_C0 = 0x1f;
const DELETE = 0x7f;
/**
 * The first of the two bytes of U+0080 to U+00BF; below the second one's 0xa0 lie the controls U+0080 to
 * U+009F.
 */
const LATIN_1 = 0xc2;
const FIRST_SEEN = 0xa0;

/** The reason why brokers end the connection for a byte string of UTF-8, in words; "" for none. @cold */
export function refusedCharacters(bytes: string): string {
  if (hasControl(bytes)) return "control characters";
  return hasNoncharacter(bytes) ? "noncharacters (as U+FFFE)" : "";
}

/** Does a byte string of UTF-8 hold one of U+0000 to U+001F and U+007F to U+009F? @cold */
export function hasControl(bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes.charCodeAt(i);
    if (byte <= LAST_C0 || byte === DELETE) return true;
    if (byte === LATIN_1 && i + 1 < bytes.length && bytes.charCodeAt(i + 1) < FIRST_SEEN) return true;
  }
  return false;
}

/**
 * Does a byte string of UTF-8 hold one of U+FDD0 to U+FDEF, or the last two of a plane, U+FFFE to U+10FFFF?
 * @cold
 */
function hasNoncharacter(bytes: string): boolean {
  for (let i = 0; i + 2 < bytes.length; i++) {
    const first = bytes.charCodeAt(i);
    if (first < 0xef) continue;
    const second = bytes.charCodeAt(i + 1);
    const third = bytes.charCodeAt(i + 2);
    if (first === 0xef) {
      if (second === 0xb7 && third >= 0x90 && third <= 0xaf) return true;
      if (second === 0xbf && third >= 0xbe) return true;
    } else if (
      second % 16 === 15 &&
      third === 0xbf &&
      i + 3 < bytes.length &&
      bytes.charCodeAt(i + 3) >= 0xbe
    )
      return true;
  }
  return false;
}
