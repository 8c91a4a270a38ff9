// Bytes that a UART has heard and no driver has taken yet (ports/uart.ts). Each target keeps them so.

/** The bytes kept for a part that needs no more: the longest frame of Modbus fits. */
export const USUALLY_KEPT = 256;

/** The bytes to keep when `bytes` come, at most `most`: the oldest go. @cold */
export function heardAlso(kept: string, bytes: string, most: number): string {
  const all = kept + bytes;
  return all.substring(Math.max(0, all.length - most), all.length);
}
