// What a device will hold in memory with its code in the LFS, derived from the estimate for files: less what the
// functions, constants and texts of that code take there.
import type { Board } from "../../../../boards/board.ts";
import { ESP_CHIPS, espOf } from "../../../../boards/chips/chip.ts";
import type { ClientLimits } from "../../../../src/mqtt/client.ts";
import type { ImageFile } from "../../../image/image.ts";
import type { HeldEstimate } from "../../../image/memory-estimate.ts";
import { heldCode } from "./held-code.ts";
import { isInLfs } from "./is-in-lfs.ts";
import { lfsFlashBytes } from "./lfs-image.ts";
import { lfsSources } from "./lfs-sources.ts";

export interface HeldInLfs {
  /** Bytes of the LFS that the code fills. */
  fills: number;
  /** Bytes of memory, as in `HeldEstimate`. */
  connected: number;
  most: number;
}

/**
 * What the start adds, and what runs when it is called, beside code: frames, and what they make. It is what is estimated of
 * these for files, less the two largest files that are read for them, in the mean of the 20 images of this package, two
 * versions of each: it differs by how functions are shared out among files, and does not depend on that.
 */
const START_BYTES = 5400;
const CALLED_BYTES = 4250;

/** Of an image for NodeMCU; `held` is what is estimated of it from files, with the same `handshake`. */
export function estimateInLfs(
  files: readonly ImageFile[],
  held: HeldEstimate,
  { chip }: Pick<Board, "chip">,
  limits: ClientLimits,
  handshake = 0,
): HeldInLfs {
  const { lua } = ESP_CHIPS[espOf(chip)];
  const inLfs = files.filter(isInLfs);
  const kept = inLfs.filter((file) => file.isReadWhenCalled !== true);
  const read = inLfs.filter((file) => file.isReadWhenCalled === true);
  const connected = held.connected - heldCode(lua, kept.map(textOf));
  const start = read.some((file) => file.isOfTheStart === true) ? START_BYTES : 0;
  const called = read.some((file) => file.isOfTheStart !== true) ? CALLED_BYTES : 0;
  // What is called while a connection comes finds the buffers empty.
  const buffers = Math.max(limits.packetBytes + limits.linkBytes, called, handshake);
  const { modules } = lfsSources(files.map(({ name, content }) => ({ name, content: content.text })));
  return {
    fills: lfsFlashBytes(lua, modules),
    connected,
    most: connected + Math.max(held.ring + buffers, start),
  };
}

function textOf({ content }: ImageFile): string {
  return content.text;
}
