// `require("Flash")`: flash outside Storage by its addresses (src/jswrap_flash.c). A write clears bits, an erase sets those of a page.
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";

const PAGE_BYTES = 4096;
const ERASED = 0xff;

/** Pages that are not erased, by the store that lies beside them: they outlive a restart as its files do. */
const flashes = new WeakMap<Map<string, string>, Map<number, Uint8Array>>();

export function flashModule({ realm, world }: Interpreter): Bag {
  const library = realm.object();
  const pages = flashes.get(world.storage) ?? new Map<number, Uint8Array>();
  flashes.set(world.storage, pages);
  const pageOf = (at: number) => Math.floor(at / PAGE_BYTES);
  realm.method(library, "read", (count, from) => {
    const at = Number(from);
    const bytes = new realm.intrinsics.Uint8Array(Number(count));
    return bytes.map((_, i) => pages.get(pageOf(at + i))?.[(at + i) % PAGE_BYTES] ?? ERASED);
  });
  realm.method(library, "write", (text, from) => {
    const at = Number(from);
    const bytes = String(text);
    for (let i = 0; i < bytes.length; i += 1) {
      const page = pages.get(pageOf(at + i)) ?? new Uint8Array(PAGE_BYTES).fill(ERASED);
      pages.set(pageOf(at + i), page);
      page[(at + i) % PAGE_BYTES] = (page[(at + i) % PAGE_BYTES] ?? ERASED) & bytes.charCodeAt(i);
    }
    return undefined;
  });
  realm.method(library, "erasePage", (at) => {
    pages.delete(pageOf(Number(at)));
    return undefined;
  });
  return library;
}
