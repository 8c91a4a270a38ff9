// Flash with the parts of images and the records beside them, whose power fails at a chosen write: an
// appended part may then have any length and content behind what was there, a record is the old one or the
// new one, and a part that was to be removed is there or not.
import { HASHES } from "../../src/platform/node/hash.ts";
import type { Storage } from "../../src/ports/storage.ts";
import type { UpdateStore } from "../../src/ports/update-store.ts";

/** The power has gone: what runs ends here. */
export class PowerCut extends Error {}

export interface Draws {
  below: (limit: number) => number;
}

const FILE_BYTES = 64;

export class FlashModel implements Storage, UpdateStore {
  readonly files = new Map<string, string>();
  readonly records = new Map<string, string>();
  /** Writes until the power goes; below 0: it stays. */
  left = -1;
  /** Writes until one fails with power on; below 0: none does. */
  failing = -1;
  writes = 0;
  private readonly draws: Draws;
  private readonly bytes: number;

  constructor(draws: Draws, bytes: number) {
    this.draws = draws;
    this.bytes = bytes;
  }

  readonly readRecord = (name: string): string | undefined => this.records.get(name);

  readonly writeRecord = (name: string, bytes: string): boolean => {
    const isCut = this.isCut();
    const isWritten = isCut ? this.draws.below(2) === 0 : !this.fails();
    if (isWritten) this.records.set(name, bytes);
    if (isCut) throw new PowerCut();
    return isWritten;
  };

  readonly isPart = (name: string): boolean => name.startsWith("part-");

  readonly parts = (): string[] => [...this.files.keys()].filter(this.isPart);

  readonly lengthOf = (name: string): number => this.files.get(name)?.length ?? 0;

  readonly digestOf = (name: string): string => {
    const content = this.files.get(name);
    return content === undefined ? "" : HASHES.sha256(content);
  };

  readonly append = (name: string, at: number, bytes: string): boolean => {
    const before = this.files.get(name) ?? "";
    if (before.length !== at) throw new Error(`${name} has ${before.length} bytes, and is written at ${at}.`);
    const isCut = this.isCut();
    if (!isCut && !this.fails()) {
      this.files.set(name, before + bytes);
      return true;
    }
    const damaged = bytes.slice(0, this.draws.below(bytes.length + 1));
    const noise = this.draws.below(3) === 0 ? "\xff".repeat(this.draws.below(20)) : "";
    this.files.set(name, before + damaged + noise);
    if (isCut) throw new PowerCut();
    return false;
  };

  readonly remove = (name: string): void => {
    const isCut = this.isCut();
    if (!isCut || this.draws.below(2) === 0) this.files.delete(name);
    if (isCut) throw new PowerCut();
  };

  readonly costOf = (bytes: number): number => bytes + FILE_BYTES;

  readonly freeBytes = (): number => {
    let used = 0;
    for (const content of this.files.values()) used += this.costOf(content.length);
    return this.bytes - used;
  };

  private isCut(): boolean {
    this.writes += 1;
    if (this.left < 0) return false;
    this.left -= 1;
    return this.left < 0;
  }

  private fails(): boolean {
    if (this.failing < 0) return false;
    this.failing -= 1;
    return this.failing < 0;
  }
}
