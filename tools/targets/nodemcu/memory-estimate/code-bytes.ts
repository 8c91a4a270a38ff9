// Memory that the functions of modules take when they were read from files: the LFS saves it.
import { eachString, type LuaFunction } from "../lfs/bytecode.ts";
import type { LuaVersion } from "../lua-wasm.ts";
import { OBJECTS, STRING, VALUE, WORD } from "./object-sizes.ts";

/** Bytes of modules: their main functions have run once and are gone; the functions that they named stay. */
export function modulesBytes(lua: LuaVersion, mains: readonly LuaFunction[]): number {
  return (
    functionsBytes(
      lua,
      mains.flatMap(({ functions }) => functions),
    ) + stringBytes(mains)
  );
}

/** Bytes of the functions in one that runs once and is gone, which other code calls from then on. */
export function innerBytes(lua: LuaVersion, { functions }: LuaFunction): number {
  return functionsBytes(lua, functions);
}

/** Bytes of a file that is read when it is called: its main function runs. */
export function calledBytes(lua: LuaVersion, main: LuaFunction): number {
  return functionsBytes(lua, [main]) + stringBytes([main]);
}

function functionsBytes(lua: LuaVersion, functions: readonly LuaFunction[]): number {
  return sum(functions.map((fn) => functionBytes(lua, fn)));
}

function functionBytes(lua: LuaVersion, { code, constants, upvalues, functions }: LuaFunction): number {
  const { prototype, upvalue } = OBJECTS[lua];
  const own = WORD * (code.length + functions.length) + VALUE * constants.length + upvalue * upvalues.length;
  return prototype + own + functionsBytes(lua, functions);
}

/** Lua keeps each string once. */
function stringBytes(functions: readonly LuaFunction[]): number {
  const strings = new Set<string>();
  eachString(functions, (text) => strings.add(text));
  return sum([...strings].map(({ length }) => STRING + length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
