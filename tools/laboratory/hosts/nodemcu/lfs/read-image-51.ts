// Reads an image of the LFS for Lua 5.1 as the chip does, and holds it against all that the firmware takes
// for granted. Written from the format: it shares nothing with what writes images.
import { hashOf, must, type ReadFunction, type ReadImage } from "./read-function.ts";

/** Floating point, values of 12 bytes, an image that can lie anywhere. */
const SIGNATURE = 0xfafaa154;
const NULL = 0;
const [MOVE_TO_CLOSURE, LOAD_CONSTANT] = [36, 1];

/**
 * `unpacked` is the image and its map; with `debug` it may tell lines, names of variables and of upvalues.
 */
export function readImage51(unpacked: Uint8Array, { debug = false } = {}): ReadImage {
  const view = new DataView(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
  const word = (at: number) => view.getUint32(at * 4, true);
  const flashBytes = word(1);
  must(word(0) === SIGNATURE, `a signature of ${word(0).toString(16)}`);
  must(flashBytes % 4 === 0, "a length that is no multiple of four");
  const words = flashBytes / 4;
  must(unpacked.length === 4 * (words + Math.ceil(words / 32)), "a map that does not fit the image");
  const isMarked = (at: number) => ((word(words + (at >> 5)) >>> (at & 31)) & 1) === 1;
  for (let at = words; at < Math.ceil(words / 32) * 32; at += 1)
    must(!isMarked(at), "a mark behind the last word");

  /** What has been read, word by word: nothing may lie over another, and nothing may lie unread. */
  const read = new Set<number>();
  const addresses = new Set<number>();
  const strings = new Map<number, string>();

  function take(at: number, count: number): number {
    must(at >= 0 && at + count <= words, `something at ${at} that reaches out of the image`);
    for (let index = at; index < at + count; index += 1) {
      must(!read.has(index), `two things at word ${index}`);
      read.add(index);
    }
    return at;
  }

  /** The address in a word; 0 is none. */
  function address(at: number): number {
    if (word(at) === NULL) {
      must(!isMarked(at), `a mark on the empty word ${at}`);
      return NULL;
    }
    must(isMarked(at), `the address in word ${at} is not marked`);
    must(word(at) >= 8 && word(at) < words, `the address in word ${at} points out of the image`);
    addresses.add(at);
    return word(at);
  }

  function readStrings(): void {
    const [table, count, size] = [address(3), word(4), word(5)];
    must(size >= 4 && (size & (size - 1)) === 0, "a table of strings of a size that is no power of two");
    take(table, size);
    for (let slot = 0; slot < size; slot += 1)
      for (let at = address(table + slot); at !== NULL; at = address(at)) readString(at, slot, size);
    must(strings.size === count, "a wrong count of strings");
    must(new Set(strings.values()).size === count, "a string twice");
  }

  function readString(at: number, slot: number, size: number): void {
    take(at, 4);
    must(word(at + 1) === (4 | (0x40 << 8)), "a string that is none, or not of the LFS");
    const length = word(at + 3);
    const filled = Math.ceil((length + 1) / 4);
    take(at + 4, filled);
    const bytes = unpacked.subarray(4 * (at + 4), 4 * (at + 4) + length);
    const text = Buffer.from(bytes).toString("latin1");
    for (let end = 4 * (at + 4) + length; end < 4 * (at + 4 + filled); end += 1)
      must(unpacked[end] === 0, `the string ${text} does not end`);
    must(word(at + 2) === hashOf(bytes, 0), `a wrong hash of the string ${text}`);
    must(word(at + 2) % size === slot, `the string ${text} is in a wrong slot`);
    strings.set(at, text);
  }

  function string(at: number): string {
    const text = strings.get(address(at));
    must(text !== undefined, `word ${at} points to no string`);
    return text;
  }

  function list<Item>(at: number, count: number, words: number, item: (at: number) => Item): Item[] {
    const first = address(at);
    must(
      (first === NULL) === (count === 0),
      `a list at word ${at} that is there without items, or the other way`,
    );
    if (first !== NULL) take(first, count * words);
    return Array.from({ length: count }, (_, index) => item(first + index * words));
  }

  function constant(at: number): string {
    const [low, high, type] = [word(at), word(at + 1), word(at + 2)];
    if (type === 4) {
      must(high === 0, "a string with more than an address");
      return `string ${string(at)}`;
    }
    must(!isMarked(at), "a mark on a value");
    if (type === 3) return `float ${high.toString(16)} ${low.toString(16)}`;
    must(high === 0 && (type === 1 ? low <= 1 : type === 0 && low === 0), `a constant of type ${type}`);
    return type === 0 ? "nil" : `boolean ${low}`;
  }

  function readFunctionAt(at: number): ReadFunction {
    take(at, 18);
    must(word(at) === 0 && word(at + 1) === 0 && word(at + 16) === 0, "a function that the collector knows");
    const functions = list(at + 4, word(at + 12), 1, (pointer) => readFunctionAt(address(pointer)));
    const constants = list(at + 2, word(at + 10), 3, constant);
    const code = list(at + 3, word(at + 11), 1, word);
    const counts = word(at + 17);
    debugData(at);
    must(code.length > 0, "a function without instructions");
    for (const instruction of code) {
      const [operation, operand] = [instruction & 63, instruction >>> 14];
      if (operation === MOVE_TO_CLOSURE) must(operand < functions.length, "a closure of no function");
      if (operation === LOAD_CONSTANT) must(operand < constants.length, "a constant that is not there");
    }
    return {
      source: string(at + 8),
      lines: [word(at + 14), word(at + 15)],
      upvalues: counts & 255,
      parameters: (counts >>> 8) & 255,
      vararg: (counts >>> 16) & 255,
      stack: counts >>> 24,
      code,
      constants,
      functions,
    };
  }

  function debugData(at: number): void {
    const [lines, upvalues, locals] = [word(at + 5), word(at + 9), word(at + 13)];
    must(debug || (lines === 0 && upvalues === 0 && locals === 0), "debug data");
    // Lines lie in a string's characters.
    if (lines !== 0) must(strings.has(address(at + 5) - 4), "lines that are not there");
    list(at + 6, locals, 3, string);
    list(at + 7, upvalues, 1, string);
  }

  take(0, 8);
  must(word(6) === 0 && word(7) === 0, "something in the header that has no meaning");
  readStrings();
  const main = readFunctionAt(address(2));
  for (let at = 0; at < words; at += 1) {
    must(read.has(at), `something at word ${at} that nothing leads to`);
    must(isMarked(at) === addresses.has(at), `a mark on word ${at}, which is no address`);
  }
  return { flashBytes, modules: modulesOf(main) };
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
