// What the climate device holds of Lua's heap when it is connected. test/faults/month.test.ts looks at what it holds after a month.
import { exact, figure, gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { hostStateBytes } from "./host-state.ts";
import { CHIPS, engineName, hostClimate, type LuaChip } from "./hosted-climate.ts";

/** Bytes that the device may hold on Lua 5.3. */
const MOST_HELD = 22 * 1024;

export const luaHeld: Section = {
  title: "Held when connected: Lua",
  subject: "climate on NodeMCU",
  isGate: true,
  isExact: true,
  measure: async () => Promise.all(CHIPS.map(held)),
};

async function held(chip: LuaChip): Promise<Row> {
  const { device } = await hostClimate(chip);
  const name = `heap held by the climate device, connected, from stripped bytecode, above the host with a connected socket (${chip.board})`;
  const bytes = device.heapBytes() - hostStateBytes(chip);
  return exact(
    chip.lua === "5.3"
      ? gateRow(engineName(chip), "byte", name, bytes, { atMost: MOST_HELD })
      : figure(engineName(chip), "byte", name, bytes),
  );
}
