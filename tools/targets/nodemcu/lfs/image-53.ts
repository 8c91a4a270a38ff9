// An image of the LFS for Lua 5.3: what the chip's loader makes one of. It has every string once, and then
// the modules as dumps that name strings by their numbers: first those of the image, behind them the names
// that every Lua has.
//
// The loader erases the LFS before it reads the first byte: what it would refuse must not get there.
import { type CompiledModule, type Constant, eachString, type LuaFunction } from "./bytecode.ts";
import { plainNumber, TYPE, typedInteger, typedNumber } from "./dumped-numbers.ts";
import { FIXED_COUNT, FIXED_STRINGS } from "./fixed-strings-53.ts";
import { checkedInteger, floatBytes, type NumberBytes } from "./numbers-53.ts";

/** Longer strings are not shared in a Lua's memory, and have a type of their own. */
export const LONGEST_SHORT = 40;

const SIGNATURE = "\x1bLua";
const VERSION = 0x53;
/** NodeMCU's own: an image of the LFS. */
const FORMAT = 11;
const CHECK = "\x19\x93\r\n\x1a\n";
const INT_BYTES = 4;
const INSTRUCTION_BYTES = 4;
const CHECKED_FLOAT = 370.5;
/** The seed of hashes on the chip: always the same, so that the same modules make the same image. */
const SEED = 0x52696e67n;
const STRINGS_FOLLOW = "\x19ss";
const MODULES_FOLLOW = "\x19pr";
const NO_STRING = TYPE.short;

export function image53(modules: readonly CompiledModule[], numbers: NumberBytes): Uint8Array {
  const strings = ownStrings(modules);
  const numbered = new Map<string, number>();
  // Where the loader stores a name twice, the first one counts.
  for (const [index, text] of [...strings, ...FIXED_STRINGS].entries())
    if (!numbered.has(text)) numbered.set(text, index + 1);
  const bytes: number[] = [];
  const write = (...more: readonly number[]) => {
    for (const byte of more) bytes.push(byte);
  };
  const writeText = (text: string) => {
    for (let index = 0; index < text.length; index += 1) write(text.charCodeAt(index));
  };

  function header(): void {
    writeText(SIGNATURE);
    write(VERSION, FORMAT);
    writeText(CHECK);
    write(INT_BYTES, INSTRUCTION_BYTES, numbers.integer, numbers.float);
    write(TYPE.float, ...floatBytes(CHECKED_FLOAT, numbers));
  }

  function allStrings(): void {
    const long = strings.filter((text) => text.length > LONGEST_SHORT).length;
    const longest = Math.max(...[...strings, ...FIXED_STRINGS].map(({ length }) => length));
    write(...plainNumber(longest));
    write(...plainNumber(strings.length - long + FIXED_COUNT), ...plainNumber(long));
    write(...plainNumber(strings.length));
    for (const text of strings) {
      write(...typedNumber(typeOf(text), text.length + 1));
      writeText(text);
    }
  }

  function string(text: string): void {
    write(...typedNumber(typeOf(text), numbered.get(text) as number));
  }

  function constant(value: Constant): void {
    if (value.kind === "nil") write(TYPE.nil);
    else if (value.kind === "boolean") write(TYPE.boolean + (value.value ? 1 : 0));
    else if (value.kind === "integer") write(...typedInteger(checkedInteger(value.value, numbers)));
    else if (value.kind === "float") write(TYPE.float, ...floatBytes(value.value, numbers));
    else string(value.value);
  }

  function list<Item>(items: readonly Item[], writeItem: (item: Item) => void): void {
    write(...plainNumber(items.length));
    items.forEach(writeItem);
  }

  function luaFunction(fn: LuaFunction, sourceOfParent?: string): void {
    if (fn.source === sourceOfParent) write(NO_STRING);
    else string(fn.source);
    write(...plainNumber(fn.lineDefined), ...plainNumber(fn.lastLineDefined));
    write(fn.parameterCount, fn.varargFlags, fn.stackSize);
    list(fn.functions, (inner) => luaFunction(inner, fn.source));
    list(fn.code, (instruction) => write(...new Uint8Array(new Uint32Array([instruction]).buffer)));
    list(fn.constants, constant);
    // Upvalues have no names.
    write(0);
    list(fn.upvalues, ({ inStack, index }) => write(inStack ? 1 : 0, index));
    // No lines, no local variables.
    write(0, 0);
  }

  header();
  write(...typedInteger(SEED));
  writeText(STRINGS_FOLLOW);
  allStrings();
  writeText(MODULES_FOLLOW);
  list(modules, ({ main }) => luaFunction(ofLfs(main)));
  write(...plainNumber(modules.length + 1));
  for (const { name } of modules) string(name);
  // In place of a time: the same modules make the same image.
  write(...typedInteger(0n));
  return Uint8Array.from(bytes);
}

/** The strings that the image brings, in the order in which they are met. */
export function ownStrings(modules: readonly CompiledModule[]): string[] {
  const texts = new Set<string>();
  for (const { main } of modules) {
    texts.add(main.source);
    eachString([main], (text) => texts.add(text));
  }
  for (const { name } of modules) texts.add(name);
  for (const text of FIXED_STRINGS) texts.delete(text);
  return [...texts];
}

function typeOf(text: string): number {
  return text.length > LONGEST_SHORT ? TYPE.long : TYPE.short;
}

/** The environment of a module is no variable of an enclosing function: the LFS has no such function. */
function ofLfs(main: LuaFunction): LuaFunction {
  return {
    ...main,
    upvalues: main.upvalues.map((upvalue, at) => (at === 0 ? { ...upvalue, inStack: false } : upvalue)),
  };
}
