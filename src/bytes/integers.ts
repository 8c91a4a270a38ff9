// Whole numbers as bytes.

/** Two bytes, most significant first (MQTT 3.1.1, 1.5.2). `value` is 0 to 65,535. */
export function uint16(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

/** The two bytes at `at`, most significant first. Both must be there. @inline */
export function readUint16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}
