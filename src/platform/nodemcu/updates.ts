// The port of updates. What runs is named by its manifest alone: the loader has chosen its slot, and the cable
// knows the chip's LFS.
import type { UpdateStore } from "../../ports/update-store.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import { HASHES } from "./hash.ts";

/** @cold */
export function updatesOf(store: UpdateStore | undefined): UpdatePort | undefined {
  if (store === undefined) return undefined;
  return { board: "", target: "", hashes: HASHES, store, started: ringmoteSlot ?? 0 };
}
