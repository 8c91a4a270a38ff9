// Machine instructions of stock Lua, 64-bit, for one message each.
import { canCount, machineCost, type StockLua } from "../lua/machine-cost.ts";
import { imageProgram, type LuaProgram } from "../lua/vm-cost.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

/** Lua 5.3 does not count the same in two runs, so that it is left out. */
const LUA: StockLua = "lua5.1";
const COUNTED = 1000;

export const luaMachineOperations: Section = {
  title: "For one message: machine instructions of stock Lua",
  words: ["operations", "callgrind"],
  subject: "climate on NodeMCU",
  measure: async (skip) => {
    if (!canCount(LUA, skip)) return [];
    const program = imageProgram(await operationsImage("nodemcu"));
    return OPERATIONS.map((operation) => rowOf(program, operation));
  },
};

function rowOf(program: LuaProgram, operation: Operation): Row {
  const { instructions, written } = machineCost(LUA, program, { ...operation, batch: COUNTED }, COUNTED);
  requireWritten(LUA, operation, COUNTED, written);
  return figure(
    `${LUA}, 64-bit`,
    "instruction",
    `of the machine to ${operation.name}`,
    Math.round(instructions),
  );
}
