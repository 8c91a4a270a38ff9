// What the functions of Lua sources take of the memory when they were read from files: what the LFS takes off it.
//
// In bytes of a Lua on 32 bits with values of 16 bytes, as the estimates are (memory-estimate.ts); sizes: lobject.h of Lua 5.1 and 5.3.
import { eachString, type LuaFunction } from "./bytecode.ts";
import { compileLua, type LuaVersion } from "./compile.ts";

const FUNCTION = 76;
const WORD = 4;
const VALUE = 16;
const UPVALUE = 8;
const STRING = 17;

/** Of modules: their main functions have run once and are gone. A byte string each. */
export function heldCode(lua: LuaVersion, sources: readonly string[]): number {
  const functions = sources.flatMap((source) => compileLua(lua, "", source).functions);
  return sum(functions.map(functionBytes)) + stringBytes(functions);
}

function functionBytes({ code, constants, upvalues, functions }: LuaFunction): number {
  const own = WORD * (code.length + functions.length) + VALUE * constants.length + UPVALUE * upvalues.length;
  return FUNCTION + own + sum(functions.map(functionBytes));
}

/** Lua keeps each string once. */
function stringBytes(functions: readonly LuaFunction[]): number {
  const strings = new Set<string>();
  eachString(functions, (text) => strings.add(text));
  return sum([...strings].map(({ length }) => STRING + length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
