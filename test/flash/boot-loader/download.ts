// One transfer to a boot loader: its blocks in their order, into the chip's memory or, packed or not, into its flash.
import { constants, inflateSync } from "node:zlib";
import type { FlashChip } from "./flash-chip.ts";

/** What the loader says of a block; 0 is good. After the ROM's table of errors and stub_error.h of Espressif's stub. */
export const FAULTS = {
  none: 0,
  sequence: 0x06,
  checksum: 0x07,
  inflate: 0xca,
  tooLittle: 0xcb,
  tooMuch: 0xcc,
};

/** A BEGIN packet's words: bytes (of what is written in the end), blocks, bytes a block, and where. */
export interface Beginning {
  size: number;
  blocks: number;
  blockBytes: number;
  at: number;
}

export class Download {
  private data = Buffer.alloc(0);
  private next = 0;
  private written = 0;

  constructor(
    readonly beginning: Beginning,
    private readonly isPacked: boolean,
    private readonly flash?: FlashChip,
  ) {
    flash?.erase(beginning.at, beginning.size);
  }

  /** Takes a DATA packet's block; a block that was taken may come again. Returns what is wrong with it. */
  take(sequence: number, block: Buffer): number {
    if (sequence === this.next - 1) return FAULTS.none;
    if (sequence !== this.next || sequence >= this.beginning.blocks) return FAULTS.sequence;
    if (block.length > this.beginning.blockBytes) return FAULTS.tooMuch;
    this.data = Buffer.concat([this.data, block]);
    this.next += 1;
    let plain = this.data;
    if (this.isPacked) {
      try {
        plain = inflateSync(this.data, { finishFlush: constants.Z_SYNC_FLUSH });
      } catch {
        return FAULTS.inflate;
      }
    }
    if (this.isPacked && plain.length > this.beginning.size) return FAULTS.tooMuch;
    this.flash?.write(this.beginning.at + this.written, plain.subarray(this.written));
    this.written = plain.length;
    return FAULTS.none;
  }

  get isWhole(): boolean {
    return this.written >= this.beginning.size;
  }
}
