// Bytes allocated and instructions of the Lua VM for one message each, in 32-bit Lua.
import { CHIPS, engineName, type LuaChip } from "../lua/hosted-climate.ts";
import { imageProgram, type LuaProgram, vmCost } from "../lua/vm-cost.ts";
import { exact, figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

const BATCH = 20;

export const luaOperations: Section = {
  title: "For one message: Lua",
  words: ["operations"],
  subject: "climate on NodeMCU",
  isExact: true,
  measure: async () => {
    const program = imageProgram(await operationsImage("nodemcu"));
    return CHIPS.flatMap((chip) => OPERATIONS.flatMap((operation) => rowsOf(chip, program, operation)));
  },
};

function rowsOf(chip: LuaChip, program: LuaProgram, operation: Operation): Row[] {
  const { bytes, instructions, written, count } = vmCost(chip, program, { ...operation, batch: BATCH });
  const engine = engineName(chip);
  requireWritten(engine, operation, count, written);
  return [
    exact(figure(engine, "byte", `allocated to ${operation.name}`, bytes)),
    exact(figure(engine, "instruction", `of the VM to ${operation.name}`, instructions)),
  ];
}
