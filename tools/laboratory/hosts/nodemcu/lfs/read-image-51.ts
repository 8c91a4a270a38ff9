// Reads an LFS image for Lua 5.1 as the chip does, and checks every assumption of the firmware. Written from
// the format: it shares no code with the image writer.
import { hashOf, must, type ReadFunction, type ReadImage } from "./read-function.ts";

/** Floating point, values of 12 bytes, an image that can lie anywhere. */
const SIGNATURE = 0xfafaa154;
const NULL = 0;
const [MOVE_TO_CLOSURE, LOAD_CONSTANT] = [36, 1];

/**
 * `unpacked` is the image and its map; with `debug` it may tell lines, names of variables and of upvalues.
 */
export function readImage51(unpacked: Uint8Array, options: { debug?: boolean } = {}): ReadImage {
  return new ImageReader51(unpacked, options).image();
}

class ImageReader51 {
  private readonly unpacked: Uint8Array;
  private readonly debug: boolean;
  private readonly view: DataView<ArrayBufferLike>;
  private readonly flashBytes: number;
  private readonly words: number;
  /** What has been read, word by word: nothing may lie over another, and nothing may lie unread. */
  private readonly taken = new Set<number>();
  private readonly addresses = new Set<number>();
  private readonly strings = new Map<number, string>();

  constructor(unpacked: Uint8Array, { debug = false }: { debug?: boolean }) {
    this.unpacked = unpacked;
    this.debug = debug;
    this.view = new DataView(this.unpacked.buffer, this.unpacked.byteOffset, this.unpacked.byteLength);
    this.flashBytes = this.word(1);
    must(this.word(0) === SIGNATURE, `a signature of ${this.word(0).toString(16)}`);
    must(this.flashBytes % 4 === 0, "a length that is no multiple of four");
    this.words = this.flashBytes / 4;
    must(
      this.unpacked.length === 4 * (this.words + Math.ceil(this.words / 32)),
      "a map that does not fit the image",
    );
    for (let at = this.words; at < Math.ceil(this.words / 32) * 32; at += 1)
      must(!this.isMarked(at), "a mark behind the last word");
  }

  private readonly word = (at: number): number => {
    return this.view.getUint32(at * 4, true);
  };

  private readonly string = (at: number): string => {
    const text = this.strings.get(this.address(at));
    must(text !== undefined, `word ${at} points to no string`);
    return text;
  };

  private readonly constant = (at: number): string => {
    const [low, high, type] = [this.word(at), this.word(at + 1), this.word(at + 2)];
    if (type === 4) {
      must(high === 0, "a string with more than an address");
      return `string ${this.string(at)}`;
    }
    must(!this.isMarked(at), "a mark on a value");
    if (type === 3) return `float ${high.toString(16)} ${low.toString(16)}`;
    must(high === 0 && (type === 1 ? low <= 1 : type === 0 && low === 0), `a constant of type ${type}`);
    return type === 0 ? "nil" : `boolean ${low}`;
  };

  image(): ReadImage {
    this.take(0, 8);
    must(this.word(6) === 0 && this.word(7) === 0, "something in the header that has no meaning");
    this.readStrings();
    const main = this.readFunctionAt(this.address(2));
    for (let at = 0; at < this.words; at += 1) {
      must(this.taken.has(at), `something at word ${at} that nothing leads to`);
      must(this.isMarked(at) === this.addresses.has(at), `a mark on word ${at}, which is no address`);
    }
    return { flashBytes: this.flashBytes, modules: modulesOf(main) };
  }

  private isMarked(at: number): boolean {
    return ((this.word(this.words + (at >> 5)) >>> (at & 31)) & 1) === 1;
  }

  private take(at: number, count: number): number {
    must(at >= 0 && at + count <= this.words, `something at ${at} that reaches out of the image`);
    for (let index = at; index < at + count; index += 1) {
      must(!this.taken.has(index), `two things at word ${index}`);
      this.taken.add(index);
    }
    return at;
  }

  /** The address in a word; 0 is none. */
  private address(at: number): number {
    if (this.word(at) === NULL) {
      must(!this.isMarked(at), `a mark on the empty word ${at}`);
      return NULL;
    }
    must(this.isMarked(at), `the address in word ${at} is not marked`);
    must(
      this.word(at) >= 8 && this.word(at) < this.words,
      `the address in word ${at} points out of the image`,
    );
    this.addresses.add(at);
    return this.word(at);
  }

  private readStrings(): void {
    const [table, count, size] = [this.address(3), this.word(4), this.word(5)];
    must(size >= 4 && (size & (size - 1)) === 0, "a table of strings of a size that is no power of two");
    this.take(table, size);
    for (let slot = 0; slot < size; slot += 1)
      for (let at = this.address(table + slot); at !== NULL; at = this.address(at))
        this.readString(at, slot, size);
    must(this.strings.size === count, "a wrong count of strings");
    must(new Set(this.strings.values()).size === count, "a string twice");
  }

  private readString(at: number, slot: number, size: number): void {
    this.take(at, 4);
    must(this.word(at + 1) === (4 | (0x40 << 8)), "a string that is none, or not of the LFS");
    const length = this.word(at + 3);
    const filled = Math.ceil((length + 1) / 4);
    this.take(at + 4, filled);
    const bytes = this.unpacked.subarray(4 * (at + 4), 4 * (at + 4) + length);
    const text = Buffer.from(bytes).toString("latin1");
    for (let end = 4 * (at + 4) + length; end < 4 * (at + 4 + filled); end += 1)
      must(this.unpacked[end] === 0, `the string ${text} does not end`);
    must(this.word(at + 2) === hashOf(bytes, 0), `a wrong hash of the string ${text}`);
    must(this.word(at + 2) % size === slot, `the string ${text} is in a wrong slot`);
    this.strings.set(at, text);
  }

  private list<Item>(at: number, count: number, words: number, item: (at: number) => Item): Item[] {
    const first = this.address(at);
    must(
      (first === NULL) === (count === 0),
      `a list at word ${at} that is there without items, or the other way`,
    );
    if (first !== NULL) this.take(first, count * words);
    return Array.from({ length: count }, (_, index) => item(first + index * words));
  }

  private readFunctionAt(at: number): ReadFunction {
    this.take(at, 18);
    must(
      this.word(at) === 0 && this.word(at + 1) === 0 && this.word(at + 16) === 0,
      "a function that the collector knows",
    );
    const functions = this.list(at + 4, this.word(at + 12), 1, (pointer) =>
      this.readFunctionAt(this.address(pointer)),
    );
    const constants = this.list(at + 2, this.word(at + 10), 3, this.constant);
    const code = this.list(at + 3, this.word(at + 11), 1, this.word);
    const counts = this.word(at + 17);
    this.debugData(at);
    must(code.length > 0, "a function without instructions");
    for (const instruction of code) {
      const [operation, operand] = [instruction & 63, instruction >>> 14];
      if (operation === MOVE_TO_CLOSURE) must(operand < functions.length, "a closure of no function");
      if (operation === LOAD_CONSTANT) must(operand < constants.length, "a constant that is not there");
    }
    return {
      source: this.string(at + 8),
      lines: [this.word(at + 14), this.word(at + 15)],
      upvalues: counts & 255,
      parameters: (counts >>> 8) & 255,
      vararg: (counts >>> 16) & 255,
      stack: counts >>> 24,
      code,
      constants,
      functions,
    };
  }

  private debugData(at: number): void {
    const [lines, upvalues, locals] = [this.word(at + 5), this.word(at + 9), this.word(at + 13)];
    must(this.debug || (lines === 0 && upvalues === 0 && locals === 0), "debug data");
    // Lines lie in a string's characters.
    if (lines !== 0) must(this.strings.has(this.address(at + 5) - 4), "lines that are not there");
    this.list(at + 6, locals, 3, this.string);
    this.list(at + 7, upvalues, 1, this.string);
  }
}

/**
 * Asks the lookup for each of its texts, as far as it is made of comparisons, jumps, closures and returns.
 */
function modulesOf(main: ReadFunction): Map<string, ReadFunction> {
  must(
    main.parameters === 1 && main.upvalues === 0 && main.vararg === 0,
    "a lookup that is not asked for a name",
  );
  const names = main.constants
    .filter((constant) => constant.startsWith("string "))
    .map((constant) => constant.slice(7));
  must(names.length === main.functions.length, "as many names as modules, or not");
  return new Map(names.map((name) => [name, main.functions[answer(main, name)]]));
}

const [JUMP, COMPARE, RETURN] = [22, 23, 30];

function answer(main: ReadFunction, name: string): number {
  let closure: number | undefined;
  for (let at = 0; at < main.code.length; at += 1) {
    const [instruction, operation] = [main.code[at], main.code[at] & 63];
    // EQ 0 name constant: equal values let the jump behind it be passed over.
    if (operation === COMPARE) at += main.constants[(instruction >>> 14) & 255] === `string ${name}` ? 1 : 0;
    else if (operation === JUMP) at += (instruction >>> 14) - 131071;
    else if (operation === MOVE_TO_CLOSURE) closure = instruction >>> 14;
    else must(operation === RETURN && closure !== undefined, `a lookup that does not find ${name}`);
    if (operation === RETURN) return closure as number;
  }
  throw new Error(`a lookup without an end for ${name}`);
}
