// The target NodeMCU: makes its images, and says what a device holds there.
import { ESP_CHIPS, espOf } from "../../../boards/chips/chip.ts";
import type { CompiledTarget } from "../targets.ts";
import { emitLua, withSetUp } from "./emit.ts";
import { estimateInLfs } from "./lfs/held-in-lfs.ts";
import { HELD_BY_EACH, heldFromFiles } from "./memory-estimate/estimate.ts";

export const nodemcu: CompiledTarget = {
  areBranchesApart: false,
  emit: (program, _firmware, start) => Promise.resolve(emitLua(program, start)),
  withSetUp: (files, setUp, choice) => Promise.resolve(withSetUp(files, setUp, choice)),
  heldBy: (files, declaration, { chip }, limits) =>
    heldFromFiles(ESP_CHIPS[espOf(chip)].lua, files, declaration, limits),
  heldByEach: HELD_BY_EACH,
  inLfs: ({ files, held, limits }, board, handshakeBytes) =>
    estimateInLfs(files, held, board, limits, handshakeBytes),
};
