// The journal of a device in Node, in its world: simulated flash, or files (platform/linux/journal-files.ts).
// It holds a program to the contract.
import type { JournalAreas, JournalPort } from "../../../ports/journal.ts";

/** Where the areas are. */
export type JournalMemory = Omit<JournalAreas, "areaBytes">;

export class NodeJournal implements JournalPort {
  private bytes = 0;

  constructor(private readonly memory: JournalMemory) {}

  setUp(_: number, areaBytes: number): void {
    if (!(Number.isInteger(areaBytes) && areaBytes >= 512 && areaBytes % 16 === 0))
      throw new Error(
        `The journal was given areas of ${areaBytes} bytes; it takes a multiple of 16 from 512 on.`,
      );
    this.bytes = areaBytes;
  }

  areaBytes(): number {
    return this.bytes;
  }

  read(area: number, at: number, count: number): string {
    this.require(area, at, count);
    return this.memory.read(area, at, count);
  }

  write(area: number, at: number, bytes: string): boolean {
    this.require(area, at, bytes.length);
    return this.memory.write(area, at, bytes);
  }

  erase(area: number): boolean {
    this.require(area, 0, 4);
    return this.memory.erase(area);
  }

  private require(area: number, at: number, count: number): void {
    if (area !== 0 && area !== 1) throw new Error(`The journal has no area ${area}; it has 0 and 1.`);
    const isInWords = at % 4 === 0 && count % 4 === 0 && at >= 0 && count > 0;
    if (!isInWords || at + count > this.bytes)
      throw new Error(
        `The journal was asked for ${count} bytes at ${at}; it takes whole words of 4 bytes in an area of ${this.bytes}.`,
      );
  }
}
