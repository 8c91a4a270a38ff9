// Memory that a device will hold with its code in the LFS: the estimate for files, less what the functions,
// constants and texts of that code take there.
import type { Board } from "../../../../boards/board.ts";
import { ESP_CHIPS, espOf } from "../../../../boards/chips/chip.ts";
import type { ClientLimits } from "../../../../src/mqtt/client.ts";
import type { ImageFile } from "../../image.ts";
import { estimateHeld, type HeldEstimate } from "../../memory-estimate.ts";
import { heldFromLfs } from "../memory-estimate/estimate.ts";
import { lfsFlashBytes } from "./lfs-image.ts";
import { lfsSources } from "./lfs-sources.ts";

export interface HeldInLfs {
  /** Bytes of the LFS that the code fills. */
  fills: number;
  /** Bytes of memory, as in `HeldEstimate`. */
  connected: number;
  most: number;
}

/** For an image of NodeMCU; `held` is its estimate from files, with the same `handshake`. */
export function estimateInLfs(
  files: readonly ImageFile[],
  held: HeldEstimate,
  { chip }: Pick<Board, "chip">,
  limits: ClientLimits,
  handshake = 0,
): HeldInLfs {
  const { lua } = ESP_CHIPS[espOf(chip)];
  const { connected, most } = estimateHeld(heldFromLfs(lua, files, held), limits, handshake);
  const { modules } = lfsSources(files.map(({ name, content }) => ({ name, content: content.text })));
  return { fills: lfsFlashBytes(lua, modules), connected, most };
}
