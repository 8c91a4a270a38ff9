// A flash chip: what is written into it goes into erased bytes, and whole sectors are erased.
import { createHash } from "node:crypto";

const SECTOR = 4096;

export class FlashChip {
  readonly bytes: Uint8Array;
  /** How often all of it was erased. */
  erasures = 0;

  constructor(size = 4 * 1024 * 1024) {
    this.bytes = new Uint8Array(size).fill(0xff);
  }

  eraseAll(): void {
    this.erasures += 1;
    this.bytes.fill(0xff);
  }

  /** Erases the sectors that have a byte of this range. */
  erase(at: number, length: number): void {
    this.bytes.fill(0xff, Math.floor(at / SECTOR) * SECTOR, Math.ceil((at + length) / SECTOR) * SECTOR);
  }

  /** Bits go from 1 to 0, and back by an erasure only. */
  write(at: number, data: Uint8Array): void {
    for (const [i, byte] of data.entries()) this.bytes[at + i] &= byte;
  }

  md5(at: number, length: number): Buffer {
    return createHash("md5")
      .update(this.bytes.subarray(at, at + length))
      .digest();
  }
}
