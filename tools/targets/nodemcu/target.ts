// How images for NodeMCU are made, and what a device holds there: fitted to Lua's heap in WebAssembly.
import { ESP_CHIPS, espOf } from "../../../boards/chips/chip.ts";
import type { Weights } from "../../image/memory-estimate.ts";
import type { CompiledTarget } from "../targets.ts";
import { emitLua } from "./emit.ts";
import { estimateInLfs } from "./lfs/held-in-lfs.ts";

const LUA51: Weights = {
  unit: "bytes",
  byte: 1.54,
  read: 11500,
  start: 12500,
  declared: 153,
  base: 5880,
  sensor: 0,
  actuator: 970,
  discovery: 0,
  slot: 24,
  buffered: 1,
};

const WEIGHTS: Readonly<Record<"5.1" | "5.3", Weights>> = { "5.1": LUA51, "5.3": { ...LUA51, base: 2900 } };

export const nodemcu: CompiledTarget = {
  areBranchesApart: false,
  emit: (program) => Promise.resolve(emitLua(program)),
  weightsOn: (chip) => WEIGHTS[ESP_CHIPS[espOf(chip)].lua],
  declaredIn: tablesIn,
  inLfs: ({ files, held, limits }, board, handshakeBytes) =>
    estimateInLfs(files, held, board, limits, handshakeBytes),
};

/** How many tables a chunk of Lua makes, as far as that is told without running it. */
function tablesIn(chunk: string): number {
  return chunk.replace(/"(?:[^"\\]|\\.)*"/g, "").split("{").length - 1;
}
