// Bytes that instructions allocate when they run once: tables as large as they ask for, functions, and the
// variables that functions share.
import type { LuaFunction } from "../lfs/bytecode.ts";
import type { LuaVersion } from "../lua-wasm.ts";
import { FIELD, OBJECTS, TABLE, VALUE, WORD } from "./object-sizes.ts";

/** Numbers of instructions: lopcodes.h. */
const INSTRUCTIONS: Readonly<Record<LuaVersion, { newTable: number; call: number }>> = {
  "5.1": { newTable: 10, call: 28 },
  "5.3": { newTable: 11, call: 36 },
};

/** Bytes of the tables of a function that runs once, and of the functions in it. */
export function tablesBytes(lua: LuaVersion, { code, functions }: LuaFunction): number {
  return (
    sum(code.map((instruction) => tableBytes(lua, instruction))) +
    sum(functions.map((fn) => tablesBytes(lua, fn)))
  );
}

/** Bytes that a module's main function leaves allocated. */
export function moduleMakes(lua: LuaVersion, main: LuaFunction): number {
  const { closure, variable } = OBJECTS[lua];
  const { code } = main;
  const tables = sum(code.map((instruction) => tableBytes(lua, instruction)));
  // A call of one argument whose result is kept usually makes a function that passes the argument on.
  const wrappers = code.filter((instruction) => isCallOfOne(lua, instruction)).length;
  return tables + closuresBytes(lua, main) + wrappers * (closure + 2 * WORD + variable);
}

/** Bytes of the closures that a function makes when it runs once, and of the variables that they share. */
export function closuresBytes(lua: LuaVersion, { functions }: LuaFunction): number {
  const { closure, variable } = OBJECTS[lua];
  const shared = new Set(
    functions.flatMap(({ upvalues }) => upvalues.map(({ inStack, index }) => `${inStack} ${index}`)),
  );
  return sum(functions.map(({ upvalueCount }) => closure + WORD * upvalueCount)) + variable * shared.size;
}

function tableBytes(lua: LuaVersion, instruction: number): number {
  const { code, b, c } = parts(instruction);
  if (code !== INSTRUCTIONS[lua].newTable) return 0;
  const fields = sizeOf(c);
  return TABLE + VALUE * sizeOf(b) + (fields === 0 ? 0 : FIELD * 2 ** Math.ceil(Math.log2(fields)));
}

/** Is it a call of one argument and one result? B and C are these counts plus one. */
function isCallOfOne(lua: LuaVersion, instruction: number): boolean {
  const { code, b, c } = parts(instruction);
  return code === INSTRUCTIONS[lua].call && b === 2 && c === 2;
}

function parts(instruction: number): { code: number; b: number; c: number } {
  return { code: instruction & 63, c: (instruction >>> 14) & 511, b: (instruction >>> 23) & 511 };
}

/** A size as instructions have it, luaO_fb2int: three bits behind a leading one, and their shift. */
function sizeOf(encoded: number): number {
  const shifted = encoded >> 3;
  return shifted === 0 ? encoded : ((encoded & 7) + 8) << (shifted - 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
