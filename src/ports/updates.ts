// The port of updates: the board as a manifest names it, the hashes of its interpreter, where parts lie, and
// what its loader has chosen.
import type { Hashes } from "./hash.ts";
import type { UpdateStore } from "./update-store.ts";

export interface UpdatePort {
  /** "", of either: what the manifest of the running image says. */
  board: string;
  target: string;
  hashes: Hashes;
  store: UpdateStore;
  /** The slot whose image the loader has started: 0 or 1. */
  started: number;
}
