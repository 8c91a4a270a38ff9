// Bytes that a UART has heard and no driver has taken yet (ports/uart.ts). Each target keeps them so.

/** Of more the oldest bytes go: there is room for the longest frame, which Modbus has. */
const MOST_HEARD = 256;

/** The bytes to keep when `bytes` come. @cold */
export function heardAlso(kept: string, bytes: string): string {
  const all = kept + bytes;
  return all.substring(Math.max(0, all.length - MOST_HEARD), all.length);
}
