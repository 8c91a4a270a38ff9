// Reads a dump that string.dump of Lua 5.3 wrote, on a machine with 32-bit sizes and 64-bit
// numbers. Debug data is skipped.
import type { Constant, LuaFunction } from "./bytecode.ts";
import { type DumpBytes, dumpBytes, listOf, skipDebugData } from "./dump-bytes.ts";

/**
 * "\x1bLua", version 5.3, the official format, a check of text, sizes of int, size_t, instruction, integer
 * and float.
 */
const HEADER = "\x1bLua\x53\x00\x19\x93\r\n\x1a\n\x04\x04\x04\x08\x08";
const CONSTANT = { nil: 0, boolean: 1, float: 3, integer: 0x13, short: 4, long: 0x14 };
/** In place of a length: the length follows as a 32-bit size. */
const IS_LONG = 0xff;

export function readDump53(bytes: Uint8Array): LuaFunction {
  const dump = dumpBytes(bytes);
  const isOurs = dump.text(HEADER.length) === HEADER && dump.integer() === 0x5678n && dump.float() === 370.5;
  if (!isOurs) throw new Error("This is no dump of the Lua 5.3 in WebAssembly.");
  // The number of the closure's upvalues.
  dump.skip(1);
  const main = readFunction(dump, "");
  if (!dump.atEnd()) throw new Error("A dump of Lua 5.3 goes on behind its function.");
  return main;
}

function readFunction(dump: DumpBytes, sourceOfParent: string): LuaFunction {
  const source = readString(dump) ?? sourceOfParent;
  const lineDefined = dump.int();
  const lastLineDefined = dump.int();
  const parameterCount = dump.byte();
  const varargFlags = dump.byte();
  const stackSize = dump.byte();
  const code = listOf(dump, dump.instruction);
  const constants = listOf(dump, () => readConstant(dump));
  const upvalues = listOf(dump, () => ({ inStack: dump.byte() !== 0, index: dump.byte() }));
  const functions = listOf(dump, () => readFunction(dump, source));
  skipDebugData(dump, () => readString(dump));
  return {
    source,
    lineDefined,
    lastLineDefined,
    upvalueCount: upvalues.length,
    upvalues,
    parameterCount,
    varargFlags,
    stackSize,
    code,
    constants,
    functions,
  };
}

function readConstant(dump: DumpBytes): Constant {
  const type = dump.byte();
  if (type === CONSTANT.nil) return { kind: "nil" };
  if (type === CONSTANT.boolean) return { kind: "boolean", value: dump.byte() !== 0 };
  if (type === CONSTANT.float) return { kind: "float", value: dump.float() };
  if (type === CONSTANT.integer) return { kind: "integer", value: dump.integer() };
  if (type === CONSTANT.short || type === CONSTANT.long)
    return { kind: "string", value: readString(dump) ?? "" };
  throw new Error(`A dump of Lua 5.3 has a constant of type ${type}.`);
}

/** Its length is stored plus one; a stored length of 0 is no string. */
function readString(dump: DumpBytes): string | undefined {
  const first = dump.byte();
  const length = first === IS_LONG ? dump.int() : first;
  return length === 0 ? undefined : dump.text(length - 1);
}
