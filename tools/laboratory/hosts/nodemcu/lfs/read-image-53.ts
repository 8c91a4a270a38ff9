// Reads an image of the LFS for Lua 5.3 as NodeMCU's loader does, counts what it would store on a chip of 32
// bits, and holds the image against all that the loader takes for granted. Written from the format: it shares
// nothing with what writes images.
import { must, type ReadFunction, type ReadImage } from "./read-function.ts";

/**
 * In the order in which the loader stores them. Two are names of tokens and of types, and are stored once.
 */
const TOKENS = `and break do else elseif end false for function goto if in local nil not or repeat return then true until
while // .. ... == >= <= ~= << >> :: <eof> <number> <integer> <name> <string>`;
const EVENTS = `__index __newindex __gc __mode __len __eq __add __sub __mul __mod __pow __div __idiv __band __bor __bxor
__shl __shr __unm __bnot __lt __le __concat __call`;
const TYPES = ["no value", "boolean", "userdata", "number", "string", "table", "userdata", "thread", "proto"];
const EVERY_LUA_HAS = [...TOKENS.split(/\s/), "not enough memory", "_ENV", ...EVENTS.split(/\s/), ...TYPES];

const LONGEST_SHORT = 40;
const [NIL, BOOLEAN, FLOAT, INTEGER, NEGATIVE, SHORT, LONG] = [0, 1, 2, 3, 4, 5, 6];

export interface Numbers {
  integer: number;
  float: number;
}

/** With `debug` it may tell lines, names of variables and of upvalues. */
export function readImage53(
  file: Uint8Array,
  { numbers = { integer: 4, float: 4 }, debug = false }: { numbers?: Numbers; debug?: boolean } = {},
): ReadImage {
  let at = 0;
  let flashBytes = 0;
  const valueBytes = numbers.integer === 4 && numbers.float === 4 ? 8 : 12;
  const strings: string[] = [];

  const store = (bytes: number) => {
    flashBytes += 4 * Math.ceil(bytes / 4);
  };

  function bytes(count: number): Uint8Array {
    must(at + count <= file.length, "an image that ends too early");
    at += count;
    return file.subarray(at - count, at);
  }

  const text = (count: number) => Buffer.from(bytes(count)).toString("latin1");
  const byte = () => bytes(1)[0];

  /** Groups of seven bits; of the first byte only `kept` count. */
  function number(first = byte(), kept = 0x7f): bigint {
    let value = BigInt(first & kept);
    for (let last = first; last & 0x80; value = value * 128n + BigInt(last & 0x7f)) last = byte();
    return value;
  }

  const count = () => Number(number());

  function typed(): { type: number; value: bigint; low: number } {
    const first = byte();
    const type = (first >> 4) & 7;
    if (type <= FLOAT) return { type, value: 0n, low: first & 15 };
    return { type, value: number(first, 15), low: 0 };
  }

  function integer(): bigint {
    const { type, value } = typed();
    must(type === INTEGER || type === NEGATIVE, `a type ${type} where a number has to be`);
    const result = type === NEGATIVE ? -value - 1n : value;
    must(BigInt.asIntN(8 * numbers.integer, result) === result, `the number ${result}, which is too large`);
    return result;
  }

  function stringOf(type: number, number: bigint): string | undefined {
    if (number === 0n) return undefined;
    const text = strings[Number(number) - 1];
    must(text !== undefined, `a string ${number}, which is none`);
    must(type === (text.length > LONGEST_SHORT ? LONG : SHORT), `the wrong type for the string ${text}`);
    return text;
  }

  function string(): string | undefined {
    const { type, value } = typed();
    return stringOf(type, value);
  }

  function list<Item>(item: () => Item, length = count()): Item[] {
    return Array.from({ length }, item);
  }

  function header(): void {
    must(text(6) === "\x1bLua\x53\x0b", "no image of the LFS for Lua 5.3");
    must(text(6) === "\x19\x93\r\n\x1a\n", "a damaged image");
    const sizes = [...bytes(4)];
    must(
      sizes.join() === [4, 4, numbers.integer, numbers.float].join(),
      `numbers of ${sizes.slice(2)} bytes`,
    );
    must(byte() === FLOAT << 4 && float() === floatText(370.5), "floats of another kind");
  }

  function float(): string {
    return Buffer.from(bytes(numbers.float)).toString("hex");
  }

  function floatText(value: number): string {
    const list = numbers.float === 4 ? new Float32Array([value]) : new Float64Array([value]);
    return Buffer.from(list.buffer).toString("hex");
  }

  function readStrings(): void {
    must(text(3) === "\x19ss", "no strings");
    const [longest, short, long, own] = [count(), count(), count(), count()];
    for (let index = 0; index < own; index += 1) {
      const { type, value } = typed();
      strings.push(text(Number(value) - 1));
      stringOf(type, BigInt(strings.length));
    }
    const fixed = new Set(EVERY_LUA_HAS);
    must(new Set(strings).size === own, "a string twice");
    must(!strings.some((text) => fixed.has(text)), "a string that every Lua has");
    strings.push(...EVERY_LUA_HAS);
    // The loader reads each of them into a room of the length that is announced.
    must(
      longest === Math.max(...strings.map(({ length }) => length)),
      "another longest string than announced",
    );
    must(
      long === strings.filter(({ length }) => length > LONGEST_SHORT).length,
      "a wrong count of long strings",
    );
    must(short === own - long + fixed.size, "a wrong count of short strings");
    for (const text of strings) {
      store(16);
      store(text.length + 1);
    }
    let slots = 1;
    while (slots < short) slots *= 2;
    store(4 * slots);
  }

  function constant(): string {
    const { type, value, low } = typed();
    if (type === NIL) return "nil";
    if (type === BOOLEAN) return `boolean ${low}`;
    if (type === FLOAT) return `float ${float()}`;
    if (type === INTEGER || type === NEGATIVE) {
      const integer = type === NEGATIVE ? -value - 1n : value;
      must(
        BigInt.asIntN(8 * numbers.integer, integer) === integer,
        `the number ${integer}, which is too large`,
      );
      return `integer ${integer}`;
    }
    return `string ${stringOf(type, value)}`;
  }

  function readFunction(sourceOfParent?: string): ReadFunction {
    const source = string() ?? sourceOfParent;
    must(source !== undefined, "a module without a source");
    const lines = [count(), count()] as const;
    const [parameters, vararg, stack] = bytes(3);
    const functions = list(() => readFunction(source));
    const code = list(() => new DataView(Uint8Array.from(bytes(4)).buffer).getUint32(0, true));
    const constants = list(constant);
    const isNamed = byte() !== 0;
    must(debug || !isNamed, "names of upvalues");
    const upvalues = list(() => {
      if (isNamed) string();
      return bytes(2).join(" of ");
    });
    const [lineInfo, locals] = [list(byte), list(() => [string(), count(), count()])];
    must(debug || (lineInfo.length === 0 && locals.length === 0), "debug data");
    must(code.length > 0, "a function without instructions");
    store(4 * functions.length + 4 * code.length + valueBytes * constants.length + 8 * upvalues.length);
    store(lineInfo.length);
    store(12 * locals.length + 76);
    return { source, lines, upvalues, parameters, vararg, stack, code, constants, functions };
  }

  header();
  integer();
  store(48);
  readStrings();
  must(text(3) === "\x19pr", "no modules");
  const modules = list(() => readFunction());
  must(count() === modules.length + 1, "as many names as modules, or not");
  const names = modules.map(() => string() ?? "");
  integer();
  store((4 + valueBytes) * (modules.length + 1) + 16);
  must(at === file.length, "something behind the last name");
  must(new Set(names).size === names.length, "a module twice");
  must(
    modules.every(({ upvalues }) => String(upvalues) === "0 of 0"),
    "a module with an upvalue of others",
  );
  return { flashBytes, modules: new Map(names.map((name, index) => [name, modules[index]])) };
}
