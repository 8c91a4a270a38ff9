// The client alone in Lua, beside luamqtt: counted in a 32-bit virtual machine, and on the machine in stock
// Lua 5.1.
import { clientImage } from "../operations/client.ts";
import { type Meter, meterRows } from "../operations/meter.ts";
import type { Section } from "../section.ts";
import { CHIPS, luaEngineName } from "./hosted-climate.ts";
import { luamqttFolder, luamqttInChip, luamqttInStock } from "./luamqtt.ts";
import { canCountMachine, machineCost } from "./machine-cost.ts";
import { imageProgram, type LuaProgram, vmCost } from "./vm-cost.ts";

const client: Meter<LuaProgram>["client"] = async (options) =>
  imageProgram(await clientImage("nodemcu", options));

export const luaVm: Section = {
  title: "The MQTT client alone: Lua's virtual machine",
  measure: async (skip, peers) => {
    const folder = luamqttFolder(peers, skip);
    const rows = CHIPS.map((chip) =>
      meterRows<LuaProgram>({
        engine: luaEngineName(chip),
        figures: [
          { name: "bytes", unit: "byte", what: "allocated", of: "bytes" },
          { name: "vm", unit: "instruction", what: "of the VM", of: "instructions" },
        ],
        client,
        peer: {
          name: "luamqtt",
          program: folder === undefined ? undefined : luamqttInChip(folder, chip.lua),
        },
        cost: (program, work) => vmCost(chip, program, work),
      }),
    );
    return (await Promise.all(rows)).flat();
  },
};

export const luaMachine: Section = {
  title: "The MQTT client alone: machine instructions of stock Lua",
  subject: "the client on NodeMCU",
  measure: async (skip, peers) => {
    if (!canCountMachine(skip)) return [];
    return meterRows<LuaProgram>({
      engine: "lua5.1, 64-bit",
      figures: [{ name: "lua", unit: "instruction", what: "of the machine", of: "instructions" }],
      client,
      peer: { name: "luamqtt", program: luamqttInStock(luamqttFolder(peers, skip), skip) },
      cost: machineCost,
    });
  },
};
