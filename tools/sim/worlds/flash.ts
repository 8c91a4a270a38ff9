// Two areas of NOR flash in memory: an erase sets all bits of a page, a write only clears some, and the power
// can go in the middle of either.

import type { Random } from "../../../src/platform/node/random.ts";
import type { JournalAreas } from "../../../src/ports/journal.ts";

/** The power is gone: nothing that runs on the device sees this. */
export class PowerLost extends Error {}

/**
 * What a write leaves of its bytes when the power goes. "in order": one after the other. "at once": a page's
 * together, as NOR flash programs them. "neighbours": as SPIFFS, which may damage the rest of the page of 256
 * bytes too (nodemcu-firmware#3148).
 */
export type Tearing = "in order" | "at once" | "neighbours";

export interface FlashOptions {
  areaBytes: number;
  pageBytes: number;
  random: Random;
  tearing?: Tearing;
  /** Areas are files: what was never written is not there, and an erase leaves nothing. */
  isFile?: boolean;
}

const ERASED = 0xff;
const PROGRAMMED_TOGETHER = 256;
/** An erase can end in so many ways. */
const ERASE_STEPS = 8;

export class SimulatedFlash {
  readonly areas: readonly [Uint8Array, Uint8Array];
  /** Of each page of both areas. */
  readonly erases: number[];
  writes = 0;
  /** Bits that a write should have set: what the real flash would have left as it was. */
  misuses = 0;
  /** Steps since the start: one before each operation, one for each of its bytes, one behind it. */
  steps = 0;
  private lostAt = Number.POSITIVE_INFINITY;
  private readonly fileBytes = [0, 0];

  constructor(private readonly options: FlashOptions) {
    const { areaBytes, pageBytes } = options;
    this.areas = [new Uint8Array(areaBytes).fill(ERASED), new Uint8Array(areaBytes).fill(ERASED)];
    this.erases = Array.from({ length: (2 * areaBytes) / pageBytes }, () => 0);
  }

  /** From now on the power goes behind so many steps more. `undefined`: it does not. */
  losePower(steps: number | undefined): void {
    this.lostAt = steps === undefined ? Number.POSITIVE_INFINITY : this.steps + steps;
  }

  /** The same bytes in flash of its own, whose power stays. */
  copy(): SimulatedFlash {
    const copy = new SimulatedFlash(this.options);
    copy.areas.forEach((bytes, area) => {
      bytes.set(this.areas[area as 0 | 1]);
      copy.fileBytes[area] = this.fileBytes[area] ?? 0;
    });
    return copy;
  }

  readonly port: JournalAreas = {
    areaBytes: () => this.options.areaBytes,
    read: (area, at, count) => {
      const end = this.options.isFile ? Math.min(at + count, this.fileBytes[area] ?? 0) : at + count;
      return Buffer.from(this.bytesOf(area).subarray(at, end)).toString("latin1");
    },
    write: (area, at, bytes) => {
      if (this.options.isFile && at !== this.fileBytes[area]) return false;
      this.writes += 1;
      const kept = this.pass(bytes.length);
      if (kept < bytes.length + 1) {
        this.tear(area, at, bytes, kept);
        throw new PowerLost();
      }
      for (let i = 0; i < bytes.length; i += 1) this.program(area, at + i, bytes.charCodeAt(i));
      return this.done();
    },
    erase: (area) => {
      const { areaBytes, pageBytes } = this.options;
      for (let page = 0; page < areaBytes; page += pageBytes) this.erasePage(area, page);
      this.fileBytes[area] = 0;
      return this.done();
    },
  };

  /** The page that begins at `page`. */
  erasePage(area: number, page: number): void {
    const { areaBytes, pageBytes } = this.options;
    const kept = this.pass(ERASE_STEPS);
    if (kept < ERASE_STEPS + 1) {
      if (kept > 0) this.eraseInPart(area, page);
      throw new PowerLost();
    }
    this.bytesOf(area).fill(ERASED, page, page + pageBytes);
    const number = (area * areaBytes + page) / pageBytes;
    this.erases[number] = (this.erases[number] ?? 0) + 1;
  }

  private bytesOf(area: number): Uint8Array {
    return this.areas[area as 0 | 1];
  }

  /** How many of so many steps the power lasts; one more: for all. */
  private pass(steps: number): number {
    const left = this.lostAt - this.steps;
    this.steps += steps + 1;
    return left > steps ? steps + 1 : Math.max(0, left);
  }

  /** The step behind an operation. */
  private done(): true {
    this.steps += 1;
    if (this.steps > this.lostAt) throw new PowerLost();
    return true;
  }

  private program(area: number, at: number, byte: number): void {
    const bytes = this.bytesOf(area);
    const before = bytes[at] ?? 0;
    if ((before & byte) !== byte) this.misuses += 1;
    bytes[at] = before & byte;
    this.fileBytes[area] = Math.max(this.fileBytes[area] ?? 0, at + 1);
  }

  /** Of the byte some of the bits. */
  private programInPart(area: number, at: number, byte: number): void {
    this.program(area, at, byte | this.options.random.below(256));
  }

  private tear(area: number, at: number, bytes: string, steps: number): void {
    if (steps === 0) return;
    const { tearing = "in order", random } = this.options;
    const whole = steps - 1;
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes.charCodeAt(i);
      if (tearing === "at once") {
        const isInThisPage =
          Math.floor((at + i) / PROGRAMMED_TOGETHER) === Math.floor((at + whole) / PROGRAMMED_TOGETHER);
        if (i < whole && !isInThisPage) this.program(area, at + i, byte);
        else if (isInThisPage && random.once(2)) this.programInPart(area, at + i, byte);
      } else if (i < whole) this.program(area, at + i, byte);
      else if (i === whole) this.programInPart(area, at + i, byte);
    }
    if (tearing !== "neighbours" || random.once(2)) return;
    const page = Math.floor((at + whole) / PROGRAMMED_TOGETHER) * PROGRAMMED_TOGETHER;
    const end = Math.min(page + PROGRAMMED_TOGETHER, this.options.areaBytes);
    for (let i = page; i < end; i += 1) if (random.once(3)) this.bytesOf(area)[i] = random.below(256);
  }

  private eraseInPart(area: number, page: number): void {
    const { pageBytes, random } = this.options;
    const bytes = this.bytesOf(area);
    const erased = random.below(pageBytes + 1);
    for (let at = page; at < page + pageBytes; at += 1) {
      const before = bytes[at] ?? 0;
      if (at - page < erased || random.once(2))
        bytes[at] = random.once(2) ? ERASED : before | random.below(256);
    }
  }
}
