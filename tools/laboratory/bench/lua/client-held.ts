// What the MQTT client alone holds of a 32-bit Lua's heap when it is connected, from stripped bytecode.
import { clientImage } from "../operations/client.ts";
import { exact, figure, peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS, engineName, type LuaChip } from "./hosted-climate.ts";
import { luamqttFolder, luamqttImage } from "./luamqtt.ts";
import { hostProgram, imageProgram, type LuaProgram } from "./vm-cost.ts";

export const clientHeld: Section = {
  title: "Held when connected: the MQTT client alone, Lua",
  subject: "the client on NodeMCU",
  isExact: true,
  measure: async (skip, peers) => {
    const program = imageProgram(await clientImage("nodemcu"));
    const folder = luamqttFolder(peers, skip);
    return CHIPS.map((chip) => rowOf(chip, program, folder));
  },
};

function rowOf(chip: LuaChip, program: LuaProgram, folder: string | undefined): Row {
  const engine = engineName(chip);
  const name = "heap held by the client, connected, with a ring of 8 empty slots and no subscription";
  const ours = heldBy(chip, program);
  // NodeMCU's Lua 5.1 refuses a module of luamqtt, which has more than 50 local variables.
  if (chip.lua === "5.1") return exact(figure(engine, "byte", name, ours));
  const value = folder === undefined ? undefined : heldBy(chip, luamqttImage(folder));
  return exact(peerRow(engine, "byte", name, ours, { peer: "luamqtt", value }));
}

function heldBy(chip: LuaChip, program: LuaProgram): number {
  return hostProgram(chip, program).heapBytes();
}
