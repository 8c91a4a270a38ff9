// Bytes allocated and instructions of the Lua VM for one message each, in 32-bit Lua.
import { hostNodeMcu } from "../../sim/nodemcu/nodemcu.ts";
import { createVirtualWorld } from "../../sim/virtual-world.ts";
import { CHIPS, engineName, type LuaChip } from "../lua/hosted-climate.ts";
import { luaCalls } from "../lua/literals.ts";
import { figure, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { OPERATIONS, type Operation, operationsImage, requireWritten } from "./operations.ts";

/** Operations in one batch, and batches: the middle one does not contain the growth of a table of the VM. */
const BATCH = 20;
const BATCHES = 9;
/** One batch to warm up. */
const OPERATIONS_COUNTED = (1 + 2 * BATCHES) * BATCH;
/** From power until the program has run: init.lua waits. */
const STARTED_MS = 5000;

export const luaOperations: Section = {
  title: "For one message: Lua",
  words: ["operations", "lua"],
  isGate: false,
  measure: async () => {
    const files = await operationsImage("nodemcu");
    const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
    return CHIPS.flatMap((chip) => OPERATIONS.flatMap((operation) => rowsOf(chip, image, operation)));
  },
};

function rowsOf(chip: LuaChip, image: Readonly<Record<string, string>>, operation: Operation): Row[] {
  const ours = measure(chip, image, operation, false);
  const calling = measure(chip, image, operation, true);
  const engine = engineName(chip);
  return [
    figure(engine, "byte", `allocated to ${operation.name}`, (ours.bytes - calling.bytes) / BATCH),
    figure(
      engine,
      "instruction",
      `of the VM to ${operation.name}`,
      (ours.instructions - calling.instructions) / BATCH,
    ),
  ];
}

/** The middle batch of each; `isEmpty` replaces every call by one that does nothing. */
function measure(
  { chip, lua }: LuaChip,
  image: Readonly<Record<string, string>>,
  operation: Operation,
  isEmpty: boolean,
): { bytes: number; instructions: number } {
  const world = createVirtualWorld();
  const device = hostNodeMcu({ image, chip, lua, world, loadBytecode: true, splitOdds: 0 });
  device.boot();
  world.clock.advance(STARTED_MS);
  const problem = device.bootError() ?? device.panics[0];
  if (problem !== undefined) throw new Error(`The program of the operations does not start: ${problem}`);
  device.evaluate(luaCalls(operation, OPERATIONS_COUNTED, isEmpty));
  const writtenBefore = Number(device.evaluate("return countWritten()"));
  let batch = 0;
  const run = (): void => {
    device.evaluate(`return run(${batch * BATCH + 1},${(batch + 1) * BATCH})`);
    batch += 1;
  };
  run();
  const counted = {
    bytes: middle(() => device.allocatedDuring(run)),
    instructions: middle(() => device.instructionsDuring(run)),
  };
  const written = Number(device.evaluate("return countWritten()")) - writtenBefore;
  if (!isEmpty) requireWritten(device.engine, operation, OPERATIONS_COUNTED, written);
  return counted;
}

function middle(count: () => number): number {
  return Array.from({ length: BATCHES }, count).sort((a, b) => a - b)[(BATCHES - 1) / 2] as number;
}
