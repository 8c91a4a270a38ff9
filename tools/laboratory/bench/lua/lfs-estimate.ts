// The build's estimate of the memory that the firmware climate takes with its code in the LFS, beside what a
// hosted chip holds.
import { keptImage } from "../../../image/keep/kept-image.ts";
import { estimateHeld } from "../../../targets/memory-estimate.ts";
import { heldFromLfs } from "../../../targets/nodemcu/memory-estimate/estimate.ts";
import { heapInLfs } from "../../sizes/heap-in-lfs.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS, type LuaChip, luaEngineName } from "./hosted-climate.ts";

const TARGET = { ratioAtMost: 1.05 };

export const lfsEstimate: Section = {
  title: "The firmware climate with its code in the LFS, estimated: Lua's virtual machine",
  measure: async () => (await Promise.all(CHIPS.map(estimateRows))).flat(),
};

async function estimateRows(chip: LuaChip): Promise<Row[]> {
  const image = await keptImage({ firmware: "climate", board: chip.board });
  const held = heldFromLfs(chip.lua, image.files, image.held);
  const measured = await heapInLfs(image, chip);
  const row = (when: string, ours: number, value: number): Row =>
    benchRow({
      engine: luaEngineName(chip),
      unit: "byte",
      name: `estimated memory with the code in the LFS, ${when}`,
      ours,
      peer: "measured",
      value,
      target: TARGET,
      headline: `Lua ${chip.lua}, estimate of what an LFS leaves in memory, ${when}`,
    });
  const empty = { ...image.limits, bytes: 0, packetBytes: 0, linkBytes: 0 };
  return [
    row("connected", held.connected, measured.connected),
    row("at the worst moment from power to connected", estimateHeld(held, empty).most, measured.worst),
  ];
}
