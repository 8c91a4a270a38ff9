// Reads an LFS image for Lua 5.3 as NodeMCU's loader does, counts its bytes on a 32-bit chip, and checks
// every assumption of the loader. Written from the format: it shares no code with the image writer.
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
  options: { numbers?: Numbers; debug?: boolean } = {},
): ReadImage {
  return new ImageReader53(file, options).image();
}

class ImageReader53 {
  private readonly file: Uint8Array;
  private readonly numbers: Numbers;
  private readonly debug: boolean;
  private at = 0;
  private flashBytes = 0;
  private readonly valueBytes: 8 | 12;
  private readonly strings: string[] = [];

  constructor(
    file: Uint8Array,
    { numbers = { integer: 4, float: 4 }, debug = false }: { numbers?: Numbers; debug?: boolean },
  ) {
    this.file = file;
    this.numbers = numbers;
    this.debug = debug;
    this.valueBytes = this.numbers.integer === 4 && this.numbers.float === 4 ? 8 : 12;
  }

  private readonly byte = (): number => {
    return this.bytes(1)[0];
  };

  private readonly constant = (): string => {
    const { type, value, low } = this.typed();
    if (type === NIL) return "nil";
    if (type === BOOLEAN) return `boolean ${low}`;
    if (type === FLOAT) return `float ${this.float()}`;
    if (type === INTEGER || type === NEGATIVE) {
      const integer = type === NEGATIVE ? -value - 1n : value;
      must(
        BigInt.asIntN(8 * this.numbers.integer, integer) === integer,
        `the number ${integer}, which is too large`,
      );
      return `integer ${integer}`;
    }
    return `string ${this.stringOf(type, value)}`;
  };

  image(): ReadImage {
    this.header();
    this.integer();
    this.store(48);
    this.readStrings();
    must(this.text(3) === "\x19pr", "no modules");
    const modules = this.list(() => this.readFunction());
    must(this.count() === modules.length + 1, "as many names as modules, or not");
    const names = modules.map(() => this.string() ?? "");
    this.integer();
    this.store((4 + this.valueBytes) * (modules.length + 1) + 16);
    must(this.at === this.file.length, "something behind the last name");
    must(new Set(names).size === names.length, "a module twice");
    must(
      modules.every(({ upvalues }) => String(upvalues) === "0 of 0"),
      "a module with an upvalue of others",
    );
    return {
      flashBytes: this.flashBytes,
      modules: new Map(names.map((name, index) => [name, modules[index]])),
    };
  }

  private store(bytes: number): void {
    this.flashBytes += 4 * Math.ceil(bytes / 4);
  }

  private bytes(count: number): Uint8Array {
    must(this.at + count <= this.file.length, "an image that ends too early");
    this.at += count;
    return this.file.subarray(this.at - count, this.at);
  }

  private text(count: number): string {
    return Buffer.from(this.bytes(count)).toString("latin1");
  }

  /** Groups of seven bits; of the first byte only `kept` count. */
  private number(first = this.byte(), kept = 0x7f): bigint {
    let value = BigInt(first & kept);
    for (let last = first; last & 0x80; value = value * 128n + BigInt(last & 0x7f)) last = this.byte();
    return value;
  }

  private count(): number {
    return Number(this.number());
  }

  private typed(): { type: number; value: bigint; low: number } {
    const first = this.byte();
    const type = (first >> 4) & 7;
    if (type <= FLOAT) return { type, value: 0n, low: first & 15 };
    return { type, value: this.number(first, 15), low: 0 };
  }

  private integer(): bigint {
    const { type, value } = this.typed();
    must(type === INTEGER || type === NEGATIVE, `a type ${type} where a number has to be`);
    const result = type === NEGATIVE ? -value - 1n : value;
    must(
      BigInt.asIntN(8 * this.numbers.integer, result) === result,
      `the number ${result}, which is too large`,
    );
    return result;
  }

  private stringOf(type: number, number: bigint): string | undefined {
    if (number === 0n) return undefined;
    const text = this.strings[Number(number) - 1];
    must(text !== undefined, `a string ${number}, which is none`);
    must(type === (text.length > LONGEST_SHORT ? LONG : SHORT), `the wrong type for the string ${text}`);
    return text;
  }

  private string(): string | undefined {
    const { type, value } = this.typed();
    return this.stringOf(type, value);
  }

  private list<Item>(item: () => Item, length = this.count()): Item[] {
    return Array.from({ length }, item);
  }

  private header(): void {
    must(this.text(6) === "\x1bLua\x53\x0b", "no image of the LFS for Lua 5.3");
    must(this.text(6) === "\x19\x93\r\n\x1a\n", "a damaged image");
    const sizes = [...this.bytes(4)];
    must(
      sizes.join() === [4, 4, this.numbers.integer, this.numbers.float].join(),
      `numbers of ${sizes.slice(2)} bytes`,
    );
    must(this.byte() === FLOAT << 4 && this.float() === this.floatText(370.5), "floats of another kind");
  }

  private float(): string {
    return Buffer.from(this.bytes(this.numbers.float)).toString("hex");
  }

  private floatText(value: number): string {
    const list = this.numbers.float === 4 ? new Float32Array([value]) : new Float64Array([value]);
    return Buffer.from(list.buffer).toString("hex");
  }

  private readStrings(): void {
    must(this.text(3) === "\x19ss", "no strings");
    const [longest, short, long, own] = [this.count(), this.count(), this.count(), this.count()];
    for (let index = 0; index < own; index += 1) {
      const { type, value } = this.typed();
      this.strings.push(this.text(Number(value) - 1));
      this.stringOf(type, BigInt(this.strings.length));
    }
    const fixed = new Set(EVERY_LUA_HAS);
    must(new Set(this.strings).size === own, "a string twice");
    must(!this.strings.some((text) => fixed.has(text)), "a string that every Lua has");
    this.strings.push(...EVERY_LUA_HAS);
    // The loader reads each of them into a room of the length that is announced.
    must(
      longest === Math.max(...this.strings.map(({ length }) => length)),
      "another longest string than announced",
    );
    must(
      long === this.strings.filter(({ length }) => length > LONGEST_SHORT).length,
      "a wrong count of long strings",
    );
    must(short === own - long + fixed.size, "a wrong count of short strings");
    for (const text of this.strings) {
      this.store(16);
      this.store(text.length + 1);
    }
    let slots = 1;
    while (slots < short) slots *= 2;
    this.store(4 * slots);
  }

  private readFunction(sourceOfParent?: string): ReadFunction {
    const source = this.string() ?? sourceOfParent;
    must(source !== undefined, "a module without a source");
    const lines = [this.count(), this.count()] as const;
    const [parameters, vararg, stack] = this.bytes(3);
    const functions = this.list(() => this.readFunction(source));
    const code = this.list(() => new DataView(Uint8Array.from(this.bytes(4)).buffer).getUint32(0, true));
    const constants = this.list(this.constant);
    const isNamed = this.byte() !== 0;
    must(this.debug || !isNamed, "names of upvalues");
    const upvalues = this.list(() => {
      if (isNamed) this.string();
      return this.bytes(2).join(" of ");
    });
    const [lineInfo, locals] = [
      this.list(this.byte),
      this.list(() => [this.string(), this.count(), this.count()]),
    ];
    must(this.debug || (lineInfo.length === 0 && locals.length === 0), "debug data");
    must(code.length > 0, "a function without instructions");
    this.store(
      4 * functions.length + 4 * code.length + this.valueBytes * constants.length + 8 * upvalues.length,
    );
    this.store(lineInfo.length);
    this.store(12 * locals.length + 76);
    return { source, lines, upvalues, parameters, vararg, stack, code, constants, functions };
  }
}
