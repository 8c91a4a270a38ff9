// Bytes of the LFS that the loader of Lua 5.3 fills with an image. It erases first and finds out later that
// there is no room, so the sum is done here.
import type { CompiledModule, LuaFunction } from "./bytecode.ts";
import { FIXED_COUNT, FIXED_STRINGS } from "./fixed-strings-53.ts";
import { LONGEST_SHORT, ownStrings } from "./image-53.ts";
import type { NumberBytes } from "./numbers-53.ts";

const WORD = 4;
const HEADER = 48;
const STRING = 16;
const FUNCTION = 76;
const UPVALUE = 8;
const TABLE = 16;

export function flashBytes53(modules: readonly CompiledModule[], numbers: NumberBytes): number {
  const value = numbers.integer + numbers.float > 8 ? 12 : 8;
  const strings = ownStrings(modules);
  const short = strings.filter(({ length }) => length <= LONGEST_SHORT).length + FIXED_COUNT;
  const slots = 2 ** Math.ceil(Math.log2(short));

  function functionBytes({ code, constants, upvalues, functions }: LuaFunction): number {
    const own =
      WORD * (code.length + functions.length) + value * constants.length + UPVALUE * upvalues.length;
    return FUNCTION + own + sum(functions.map(functionBytes));
  }

  return (
    HEADER +
    sum([...strings, ...FIXED_STRINGS].map(({ length }) => STRING + WORD * (Math.floor(length / WORD) + 1))) +
    WORD * slots +
    sum(modules.map(({ main }) => functionBytes(main))) +
    (WORD + value) * (modules.length + 1) +
    TABLE
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
