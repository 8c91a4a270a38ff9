// Memory that outlives a sleep, by `rtcmem`: words of 32 bits, three bytes in each, so that none is negative.
const WORD_BYTES = 3;

/** @cold */
export function readMemory(count: number): string {
  let bytes = "";
  for (let i = 0; i * WORD_BYTES < count; i++) {
    const word = rtcmem.read32(i);
    bytes += String.fromCharCode((word >> 16) & 255, (word >> 8) & 255, word & 255);
  }
  return bytes.substring(0, count);
}

/** @cold */
export function writeMemory(bytes: string): void {
  const padded = bytes + "\0\0";
  for (let i = 0; i * WORD_BYTES < bytes.length; i++) {
    const at = i * WORD_BYTES;
    const word = padded.charCodeAt(at) * 65536 + padded.charCodeAt(at + 1) * 256 + padded.charCodeAt(at + 2);
    rtcmem.write32(i, word);
  }
}
