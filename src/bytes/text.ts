// Text on the wire: bytes of UTF-8 behind a two-byte count (MQTT 3.1.1, 1.5.3).
import { uint16 } from "./integers.ts";

/** The text behind its length. `text` is a byte string of at most 65,535 bytes. @cold */
export function lengthPrefixed(text: string): string {
  return uint16(text.length) + text;
}
