// Sizes of Lua's objects, in bytes of a Lua on 32 bits with numbers of 64, as the heap is measured
// (tools/laboratory/sizes/heap.ts): lobject.h of Lua 5.1 and 5.3.
import type { LuaVersion } from "../lua-wasm.ts";

export const WORD = 4;
export const VALUE = 16;
/** Without its characters; a zero byte is behind them. */
export const STRING = 17;
/** Without its places. */
export const TABLE = 32;
/** A key and its value. */
export const FIELD = 32;

interface Objects {
  /** A function as compiled, without its lists, and each upvalue in the list that it has of them. */
  prototype: number;
  upvalue: number;
  /** A function that runs, which has one more word for each upvalue, and a variable that functions share. */
  closure: number;
  variable: number;
}

export const OBJECTS: Readonly<Record<LuaVersion, Objects>> = {
  // The list of upvalues has only their names, which are stripped.
  "5.1": { prototype: 76, upvalue: 0, closure: 20, variable: 32 },
  "5.3": { prototype: 80, upvalue: 8, closure: 16, variable: 24 },
};
