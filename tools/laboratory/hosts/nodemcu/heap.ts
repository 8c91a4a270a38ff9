// The result of `node.heap()`: the host's own Lua code counts as firmware, and not as heap.
import type { Chip } from "./prelude.ts";

const HEAP_BYTES: Readonly<Record<Chip, number>> = { esp8266: 44_000, esp32: 150_000 };

export class Heap {
  private readonly bytes: number;
  /** Of the Lua heap in use: the host's, and what was added to it at the boot. */
  private firmwareBytes: number;

  /** `bytes`: free at boot; default as on the chip. */
  constructor(chip: Chip, hostBytes: number, bytes: number = HEAP_BYTES[chip]) {
    this.bytes = bytes;
    this.firmwareBytes = hostBytes;
  }

  /** What is in use now is the firmware's. */
  takeAsFirmware(used: number): void {
    this.firmwareBytes = used;
  }

  free(used: number): number {
    const held = Math.max(0, used - this.firmwareBytes);
    // Values are larger here than on a chip: what does not fit here is none that is left there.
    return Math.max(0, this.bytes - held);
  }
}
