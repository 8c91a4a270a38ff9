// Reads a dump that string.dump of Lua 5.1 wrote, on a machine with 32-bit sizes and 64-bit
// numbers. Debug data is skipped.
import type { Constant, LuaFunction } from "./bytecode.ts";
import { type DumpBytes, dumpBytes, listOf, skipDebugData } from "./dump-bytes.ts";

/**
 * "\x1bLua", version 5.1, the official format, little-endian, sizes of int, size_t, instruction and number,
 * floats.
 */
const HEADER = "\x1bLua\x51\x00\x01\x04\x04\x04\x08\x00";
/** Instructions: lopcodes.h. */
const OPCODE = 63;
const MOVE = 0;
const CLOSURE = 36;
const BX_SHIFT = 14;
const B_SHIFT = 23;
const CONSTANT = { nil: 0, boolean: 1, number: 3, string: 4 };

export function readDump51(bytes: Uint8Array): LuaFunction {
  const dump = dumpBytes(bytes);
  if (dump.text(HEADER.length) !== HEADER) throw new Error("This is no dump of the Lua 5.1 in WebAssembly.");
  const main = readFunction(dump, "");
  if (!dump.atEnd()) throw new Error("A dump of Lua 5.1 goes on behind its function.");
  return main;
}

function readFunction(dump: DumpBytes, sourceOfParent: string): LuaFunction {
  const source = readString(dump) ?? sourceOfParent;
  const lineDefined = dump.int();
  const lastLineDefined = dump.int();
  const upvalueCount = dump.byte();
  const parameterCount = dump.byte();
  const varargFlags = dump.byte();
  const stackSize = dump.byte();
  const code = listOf(dump, dump.instruction);
  const constants = listOf(dump, () => readConstant(dump));
  const functions = withUpvalues(
    code,
    listOf(dump, () => readFunction(dump, source)),
  );
  skipDebugData(dump, () => readString(dump));
  return {
    source,
    lineDefined,
    lastLineDefined,
    upvalueCount,
    upvalues: [],
    parameterCount,
    varargFlags,
    stackSize,
    code,
    constants,
    functions,
  };
}

/**
 * An instruction that makes a closure is followed by one for each upvalue, as if that were copied into a
 * register.
 */
function withUpvalues(code: readonly number[], functions: readonly LuaFunction[]): LuaFunction[] {
  const made = [...functions];
  code.forEach((instruction, at) => {
    const number = instruction >>> BX_SHIFT;
    const fn = functions[number];
    if ((instruction & OPCODE) !== CLOSURE || fn === undefined) return;
    const upvalues = code
      .slice(at + 1, at + 1 + fn.upvalueCount)
      .map((copy) => ({ inStack: (copy & OPCODE) === MOVE, index: copy >>> B_SHIFT }));
    made[number] = { ...fn, upvalues };
  });
  return made;
}

function readConstant(dump: DumpBytes): Constant {
  const type = dump.byte();
  if (type === CONSTANT.nil) return { kind: "nil" };
  if (type === CONSTANT.boolean) return { kind: "boolean", value: dump.byte() !== 0 };
  if (type === CONSTANT.number) return { kind: "float", value: dump.float() };
  if (type === CONSTANT.string) return { kind: "string", value: readString(dump) ?? "" };
  throw new Error(`A dump of Lua 5.1 has a constant of type ${type}.`);
}

/** Its length counts the zero byte at its end; a length of 0 is no string. */
function readString(dump: DumpBytes): string | undefined {
  const length = dump.int();
  if (length === 0) return undefined;
  const text = dump.text(length - 1);
  dump.skip(1);
  return text;
}
