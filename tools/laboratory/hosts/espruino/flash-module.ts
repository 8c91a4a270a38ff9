// `require("Flash")`: flash outside Storage, by address (src/jswrap_flash.c). A write clears bits; an erase
// sets the bits of a page.
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

const PAGE_BYTES = 4096;
const ERASED = 0xff;

/** The flash at these addresses. */
export interface FlashModel {
  read: (at: number, count: number) => string;
  write: (at: number, bytes: string) => void;
  erasePage: (at: number) => void;
}

/** Pages that are not erased, by the store that lies beside them: they outlive a restart as its files do. */
const flashes = new WeakMap<Map<string, string>, Map<number, Uint8Array>>();

/** By default it is in memory, beside the world's store. */
export function flashModule({ realm, world }: Interpreter, model = inMemory(world.storage)): Bag {
  const library = realm.object();
  realm.method(library, "read", (count, from) => {
    const read = model.read(Number(from), Number(count));
    const bytes = new realm.intrinsics.Uint8Array(Number(count));
    return bytes.map((_, i) => (i < read.length ? read.charCodeAt(i) : ERASED));
  });
  realm.method(library, "write", (text, from) => model.write(Number(from), String(text)));
  realm.method(library, "erasePage", (at) => model.erasePage(Number(at)));
  return library;
}

function inMemory(storage: Map<string, string>): FlashModel {
  const pages = flashes.get(storage) ?? new Map<number, Uint8Array>();
  flashes.set(storage, pages);
  const pageOf = (at: number) => Math.floor(at / PAGE_BYTES);
  const byteAt = (at: number) => pages.get(pageOf(at))?.[at % PAGE_BYTES] ?? ERASED;
  return {
    read: (at, count) => String.fromCharCode(...Array.from({ length: count }, (_, i) => byteAt(at + i))),
    write(at, bytes) {
      for (let i = 0; i < bytes.length; i += 1) {
        const page = pages.get(pageOf(at + i)) ?? new Uint8Array(PAGE_BYTES).fill(ERASED);
        pages.set(pageOf(at + i), page);
        page[(at + i) % PAGE_BYTES] = byteAt(at + i) & bytes.charCodeAt(i);
      }
    },
    erasePage: (at) => void pages.delete(pageOf(at)),
  };
}
