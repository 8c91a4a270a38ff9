// Parts of images in memory, for devices that keep nothing over the end of their program.
import { HASHES } from "../../../src/platform/node/hash.ts";
import type { UpdateStore } from "../../../src/ports/update-store.ts";

const ROOM_BYTES = 10_000_000;

export class MemoryParts implements UpdateStore {
  private readonly contents = new Map<string, string>();
  readonly isPart = (name: string) => name.startsWith("rm-");
  readonly parts = () => [...this.contents.keys()];
  readonly contentOf = (name: string) => this.contents.get(name);
  readonly lengthOf = (name: string) => this.contents.get(name)?.length ?? 0;
  readonly digestOf = (name: string) => HASHES.sha256(this.contents.get(name) ?? "");
  readonly append = (name: string, at: number, bytes: string) => {
    this.contents.set(name, (this.contents.get(name) ?? "").slice(0, at) + bytes);
    return true;
  };
  readonly remove = (name: string) => void this.contents.delete(name);
  readonly freeBytes = () => ROOM_BYTES;
  readonly costOf = (bytes: number) => bytes;
}
