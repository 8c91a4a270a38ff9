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
  return new ImageWriter53(modules, numbers).image();
}

class ImageWriter53 {
  private readonly modules: readonly CompiledModule[];
  private readonly numbers: NumberBytes;
  private readonly strings: string[];
  private readonly numbered = new Map<string, number>();
  private readonly bytes: number[] = [];

  constructor(modules: readonly CompiledModule[], numbers: NumberBytes) {
    this.modules = modules;
    this.numbers = numbers;
    this.strings = ownStrings(this.modules);
    // Where the loader stores a name twice, the first one counts.
    for (const [index, text] of [...this.strings, ...FIXED_STRINGS].entries())
      if (!this.numbered.has(text)) this.numbered.set(text, index + 1);
  }

  private readonly constant = (value: Constant): void => {
    if (value.kind === "nil") this.write(TYPE.nil);
    else if (value.kind === "boolean") this.write(TYPE.boolean + (value.value ? 1 : 0));
    else if (value.kind === "integer") this.write(...typedInteger(checkedInteger(value.value, this.numbers)));
    else if (value.kind === "float") this.write(TYPE.float, ...floatBytes(value.value, this.numbers));
    else this.string(value.value);
  };

  image(): Uint8Array {
    this.header();
    this.write(...typedInteger(SEED));
    this.writeText(STRINGS_FOLLOW);
    this.allStrings();
    this.writeText(MODULES_FOLLOW);
    this.list(this.modules, ({ main }) => this.luaFunction(ofLfs(main)));
    this.write(...plainNumber(this.modules.length + 1));
    for (const { name } of this.modules) this.string(name);
    // In place of a time: the same modules make the same image.
    this.write(...typedInteger(0n));
    return Uint8Array.from(this.bytes);
  }

  private write(...more: readonly number[]): void {
    for (const byte of more) this.bytes.push(byte);
  }

  private writeText(text: string): void {
    for (let index = 0; index < text.length; index += 1) this.write(text.charCodeAt(index));
  }

  private header(): void {
    this.writeText(SIGNATURE);
    this.write(VERSION, FORMAT);
    this.writeText(CHECK);
    this.write(INT_BYTES, INSTRUCTION_BYTES, this.numbers.integer, this.numbers.float);
    this.write(TYPE.float, ...floatBytes(CHECKED_FLOAT, this.numbers));
  }

  private allStrings(): void {
    const long = this.strings.filter((text) => text.length > LONGEST_SHORT).length;
    const longest = Math.max(...[...this.strings, ...FIXED_STRINGS].map(({ length }) => length));
    this.write(...plainNumber(longest));
    this.write(...plainNumber(this.strings.length - long + FIXED_COUNT), ...plainNumber(long));
    this.write(...plainNumber(this.strings.length));
    for (const text of this.strings) {
      this.write(...typedNumber(typeOf(text), text.length + 1));
      this.writeText(text);
    }
  }

  private string(text: string): void {
    this.write(...typedNumber(typeOf(text), this.numbered.get(text) as number));
  }

  private list<Item>(items: readonly Item[], writeItem: (item: Item) => void): void {
    this.write(...plainNumber(items.length));
    items.forEach(writeItem);
  }

  private luaFunction(fn: LuaFunction, sourceOfParent?: string): void {
    if (fn.source === sourceOfParent) this.write(NO_STRING);
    else this.string(fn.source);
    this.write(...plainNumber(fn.lineDefined), ...plainNumber(fn.lastLineDefined));
    this.write(fn.parameterCount, fn.varargFlags, fn.stackSize);
    this.list(fn.functions, (inner) => this.luaFunction(inner, fn.source));
    this.list(fn.code, (instruction) => this.write(...new Uint8Array(new Uint32Array([instruction]).buffer)));
    this.list(fn.constants, this.constant);
    // Upvalues have no names.
    this.write(0);
    this.list(fn.upvalues, ({ inStack, index }) => this.write(inStack ? 1 : 0, index));
    // No lines, no local variables.
    this.write(0, 0);
  }
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
