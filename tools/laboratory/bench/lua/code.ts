// The client alone as code and on the heap, beside luamqtt's: stripped bytecode, and what a 32-bit Lua holds
// of it when it is connected; and the bytecode of the whole climate device.
import type { ImageFile } from "../../../image/build.ts";
import { climateImage } from "../climate.ts";
import { clientImage } from "../operations/client.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS, type LuaChip, luaEngineName } from "./hosted-climate.ts";
import { bytecodeOf, hasLua, LOADER } from "./luac.ts";
import { luamqttFolder, luamqttImage, luamqttModules } from "./luamqtt.ts";
import { hostProgram, imageProgram, type LuaProgram } from "./vm-cost.ts";

const ENGINE = "luac5.1, 64-bit";

export const luaCode: Section = {
  title: "The MQTT client alone, as code and on the heap: Lua",
  measure: async (skip, peers) => {
    const folder = luamqttFolder(peers, skip);
    const client = await clientImage("nodemcu");
    const rows = CHIPS.map((chip) => heldRow(chip, imageProgram(client), folder));
    if (!hasLua(skip)) return rows;
    const devices = await Promise.all(CHIPS.map(({ board }) => climateImage(board)));
    return [
      benchRow({
        engine: ENGINE,
        unit: "byte",
        name: "all modules of the client: will, keep-alive, backoff, QoS 1 in a ring, subscriptions (luamqtt: without connector and MQTT 5)",
        ours: sum(modulesOf(client)),
        peer: "luamqtt",
        value: folder === undefined ? undefined : sum(luamqttModules(folder)),
        target: { atMost: 9000 },
        headline: "Lua, bytecode of the client",
      }),
      ...devices.map(({ board, files }) =>
        benchRow({
          engine: ENGINE,
          unit: "byte",
          name: `all modules of the climate device (${board})`,
          ours: sum(modulesOf(files)),
          target: { atMost: 14_000 },
          headline: `Lua, bytecode of the climate device, ${board}`,
        }),
      ),
      ...rows,
    ];
  },
};

function heldRow(chip: LuaChip, program: LuaProgram, folder: string | undefined): Row {
  // NodeMCU's Lua 5.1 refuses a module of luamqtt, which has more than 50 local variables.
  const peer = chip.lua === "5.1" ? undefined : "luamqtt";
  return benchRow({
    engine: luaEngineName(chip),
    unit: "byte",
    name: "heap held by the client, connected, with a ring of 8 empty slots and no subscription",
    ours: hostProgram(chip, program).heapBytes(),
    peer,
    value:
      peer === undefined || folder === undefined
        ? undefined
        : hostProgram(chip, luamqttImage(folder)).heapBytes(),
  });
}

function modulesOf(files: readonly ImageFile[]): string[] {
  return files.filter(({ name }) => name !== LOADER).map(({ content }) => content.text);
}

function sum(sources: readonly string[]): number {
  return sources.reduce((bytes, source) => bytes + bytecodeOf(source).length, 0);
}
