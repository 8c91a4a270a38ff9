// The variable-length integer that counts the bytes of a packet (MQTT 3.1.1, 2.2.3).

/** The largest number it can hold. */
export const LONGEST = 268435455;

/** One to four bytes, seven bits each, least significant first. `value` is 0 to `LONGEST`. @inline */
export function variableLength(value: number): string {
  let left = value;
  let bytes = "";
  while (left > 127) {
    bytes = bytes + String.fromCharCode((left & 127) + 128);
    left = left >> 7;
  }
  return bytes + String.fromCharCode(left);
}
