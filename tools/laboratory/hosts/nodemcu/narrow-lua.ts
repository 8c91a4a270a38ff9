// Lua 5.3 with an ESP32's numbers: NodeMCU builds it with 32-bit integers and floats, but the WebAssembly has
// 64 bits. Each arithmetic operation is narrowed, so a sum that overflows on the chip overflows here too.
import { instantiateLua, type LuaInstance, type LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import {
  changeCode,
  FUNCTION_TYPE,
  floatConstant,
  type Instruction,
  importedFunctions,
  leb128,
  OP,
  readSections,
  SECTION,
  TYPE_I64,
  type WasmSection,
  wasmCount,
  wholeConstant,
  withEntry,
  writeSections,
} from "./web-assembly.ts";

const TO_32_BITS = Buffer.from([OP.wrapI64, OP.extendI32]);
const TO_SINGLE = Buffer.from([OP.demoteF64, OP.promoteF32]);

/** `(word, bits)`: a logical shift to the right of a word of 32 bits. */
const SHIFT_RIGHT = [
  ...[0, OP.getLocal, 0, OP.constI64, ...leb128(0xffffffff), OP.andI64],
  ...[OP.getLocal, 1, OP.shiftRightI64, ...TO_32_BITS, OP.end],
];

/** A tenth of the largest whole number, by which Lua's reader knows that the next digit is one too many. */
const LARGEST_TENTH = wholeConstant(922337203685477580n);
const LARGEST_TENTH_NARROW = wholeConstant(214748364n);
/** From here on a float has no whole number; its negative is the last that has. */
const NO_WHOLE = 2 ** 63;
const NO_WHOLE_NARROW = 2 ** 31;

/** How Lua writes a float: with the digits that one of 64 bits has, and one of 32. */
const FORMAT = "%.14g";
const FORMAT_NARROW = "%.7g\0";

/** A Lua with the numbers of the chip that has it. */
export function instantiateChipLua(version: LuaVersion): LuaInstance {
  return version === "5.3" ? instantiateLua(version, narrowLua) : instantiateLua(version);
}

/** The binary of stock Lua 5.3 as NodeMCU builds it for an ESP32. Throws where its parts are not found. */
function narrowLua(binary: Buffer): Buffer {
  const sections = readSections(binary);
  const section = (id: number) => sections.find((section) => section.id === id) as WasmSection;
  const shift = importedFunctions(section(SECTION.imports)) + wasmCount(section(SECTION.functions));
  const types = section(SECTION.types);
  const { code, parts } = narrowedCode(section(SECTION.code), shift);
  const data = section(SECTION.data).bytes.toString("latin1").split(FORMAT);
  if (PARTS.some(([part, count]) => parts.filter((name) => name === part).length !== count))
    throw new Error("Lua 5.3 in WebAssembly is not built as it was: its arithmetic is not found.");
  const changed = new Map([
    [SECTION.types, withEntry(types, [FUNCTION_TYPE, 2, TYPE_I64, TYPE_I64, 1, TYPE_I64])],
    [SECTION.functions, withEntry(section(SECTION.functions), leb128(wasmCount(types)))],
    [SECTION.code, withEntry(code, [...leb128(SHIFT_RIGHT.length), ...SHIFT_RIGHT])],
    [SECTION.data, { id: SECTION.data, bytes: Buffer.from(data.join(FORMAT_NARROW), "latin1") }],
  ]);
  return writeSections(
    binary,
    sections.map((section) => changed.get(section.id) ?? section),
  );
}

/**
 * What a function has to do with Lua's numbers: it works them out (the interpreter's loop, and what folds
 * constants, in whole numbers and in floats), shifts them, reads them from a text, turns floats into whole
 * ones, or has nothing to do with them.
 */
type Part = "arithmetic" | "shift" | "reader" | "whole" | "other";
const PARTS: readonly [Part, number][] = [
  ["arithmetic", 3],
  ["shift", 1],
  ["reader", 1],
  ["whole", 9],
];

function narrowedCode(section: WasmSection, shift: number): { code: WasmSection; parts: Part[] } {
  const parts: Part[] = [];
  const code = changeCode(section, (body) => {
    const part = partOf(body);
    parts.push(part);
    return body.flatMap((instruction) => narrowed(instruction, part, shift));
  });
  return { code, parts };
}

function partOf(body: readonly Instruction[]): Part {
  const has = (opcode: number) => body.some((instruction) => instruction.opcode === opcode);
  const chooses = body.some(({ opcode, bytes }) => opcode === OP.branchTable && bytes.length > OPERATORS);
  if ((has(OP.divideI64) && has(OP.remainderI64)) || (has(OP.divideF64) && chooses)) return "arithmetic";
  if (body.some(({ bytes }) => bytes.equals(LARGEST_TENTH))) return "reader";
  if (body.some(isNoWhole)) return "whole";
  if (body.length < MOST_OF_A_SHIFT && has(OP.shiftLeftI64) && has(OP.shiftRightI64) && !has(OP.call))
    return "shift";
  return "other";
}
/** Lua 5.3's operators on numbers: a function that tells them apart has a branch for each. */
const OPERATORS = 14;
const MOST_OF_A_SHIFT = 26;

function narrowed(instruction: Instruction, part: Part, shift: number): Buffer[] {
  const { opcode, bytes } = instruction;
  if (part === "other") return [bytes];
  if (isNoWhole(instruction)) return [floatConstant(Math.sign(bytes.readDoubleLE(1)) * NO_WHOLE_NARROW)];
  if (part === "whole") return [bytes];
  if (bytes.equals(LARGEST_TENTH)) return [LARGEST_TENTH_NARROW];
  if (opcode === OP.shiftRightI64) return [Buffer.from([OP.call, ...leb128(shift)])];
  if ((opcode >= OP.addI64 && opcode <= OP.mulI64) || opcode === OP.shiftLeftI64) return [bytes, TO_32_BITS];
  if ((opcode >= OP.addF64 && opcode <= OP.divideF64) || opcode === OP.convertI64ToF64)
    return [bytes, TO_SINGLE];
  if (part === "reader" && opcode === OP.storeF64) return [TO_SINGLE, bytes];
  return [bytes];
}

function isNoWhole({ opcode, bytes }: Instruction): boolean {
  return opcode === OP.constF64 && Math.abs(bytes.readDoubleLE(1)) === NO_WHOLE;
}
