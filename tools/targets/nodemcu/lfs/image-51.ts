// The layout of an image of the LFS for Lua 5.1: a header, every string once with a table to find it by its
// hash, then each function behind those that are within it. It lies in flash as it will be used, but for
// where it lies.
//
// For firmware with floating point and values of 12 bytes, which every build of NodeMCU with floating point
// has on both chips. The signature says so, and the chip refuses what is for another one before it erases
// anything.
import type { CompiledModule, Constant, LuaFunction } from "./bytecode.ts";
import { eachString } from "./bytecode.ts";
import { type ImageWords, imageWords } from "./image-words.ts";
import { lookupFunction } from "./lookup-51.ts";
import { stringHash } from "./string-hash.ts";

const SIGNATURE = 0xfafaa154;
const HEADER = { words: 8, signature: 0, bytes: 1, main: 2, strings: 3, stringCount: 4, tableSize: 5 };
const STRING = { words: 4, next: 0, kind: 1, hash: 2, length: 3 };
const VALUE = { words: 3, type: 2 };
const FUNCTION = {
  words: 18,
  constants: 2,
  code: 3,
  functions: 4,
  source: 8,
  constantCount: 10,
  codeCount: 11,
  functionCount: 12,
  lineDefined: 14,
  lastLineDefined: 15,
  counts: 17,
};
const TYPE = { nil: 0, boolean: 1, number: 3, string: 4 };
/** The collector's mark of a string: in the LFS, and without a colour. */
const IN_LFS = 1 << 6;

export interface Layout51 {
  /** Bytes of the image in the LFS. */
  flashBytes: number;
  /** The image and its map of addresses. */
  bytes: Uint8Array;
}

export function layout51(modules: readonly CompiledModule[]): Layout51 {
  const main = lookupFunction(modules);
  const words = imageWords();
  words.allocate(HEADER.words);
  const strings = storeStrings(words, main);
  words.point(HEADER.main, storeFunction(words, main, strings));
  words.store(HEADER.signature, SIGNATURE);
  words.store(HEADER.bytes, words.bytes());
  return { flashBytes: words.bytes(), bytes: words.withMap() };
}

/** Stores each string once. Returns their addresses. */
function storeStrings(words: ImageWords, main: LuaFunction): Map<string, number> {
  const texts = new Set<string>([main.source, ...main.functions.map(({ source }) => source)]);
  eachString([main], (text) => texts.add(text));
  // The smallest power of two above their number.
  const size = 2 ** (32 - Math.clz32(texts.size));
  const table = words.allocate(size);
  words.point(HEADER.strings, table);
  words.store(HEADER.stringCount, texts.size);
  words.store(HEADER.tableSize, size);
  const places = new Map<string, number>();
  const newest = new Map<number, number>();
  for (const text of texts) {
    const hash = stringHash(text, 0);
    const slot = table + (hash & (size - 1));
    const place = words.allocate(STRING.words);
    const last = newest.get(slot);
    if (last !== undefined) words.point(place + STRING.next, last);
    words.point(slot, place);
    words.store(place + STRING.kind, TYPE.string | (IN_LFS << 8));
    words.store(place + STRING.hash, hash);
    words.store(place + STRING.length, text.length);
    words.storeText(text);
    newest.set(slot, place);
    places.set(text, place);
  }
  return places;
}

function storeFunction(words: ImageWords, fn: LuaFunction, strings: ReadonlyMap<string, number>): number {
  const { code, constants, functions } = fn;
  const within = functions.map((inner) => storeFunction(words, inner, strings));
  const functionsAt = storeList(words, within, 1, (at, place) => words.point(at, place));
  const constantsAt = storeList(words, constants, VALUE.words, (at, constant) =>
    storeConstant(words, at, constant, strings),
  );
  const codeAt = storeList(words, code, 1, (at, instruction) => words.store(at, instruction));
  const place = words.allocate(FUNCTION.words);
  if (functionsAt !== undefined) words.point(place + FUNCTION.functions, functionsAt);
  if (constantsAt !== undefined) words.point(place + FUNCTION.constants, constantsAt);
  if (codeAt !== undefined) words.point(place + FUNCTION.code, codeAt);
  words.point(place + FUNCTION.source, placeOf(strings, fn.source));
  words.store(place + FUNCTION.constantCount, constants.length);
  words.store(place + FUNCTION.codeCount, code.length);
  words.store(place + FUNCTION.functionCount, functions.length);
  words.store(place + FUNCTION.lineDefined, fn.lineDefined);
  words.store(place + FUNCTION.lastLineDefined, fn.lastLineDefined);
  const { upvalueCount, parameterCount, varargFlags, stackSize } = fn;
  const counts = upvalueCount | (parameterCount << 8) | (varargFlags << 16) | (stackSize << 24);
  words.store(place + FUNCTION.counts, counts);
  return place;
}

/** Returns the address of the first item, or nothing for an empty list. */
function storeList<Item>(
  words: ImageWords,
  items: readonly Item[],
  wordsEach: number,
  storeItem: (at: number, item: Item) => void,
): number | undefined {
  if (items.length === 0) return undefined;
  const first = words.allocate(items.length * wordsEach);
  items.forEach((item, index) => {
    storeItem(first + index * wordsEach, item);
  });
  return first;
}

function storeConstant(
  words: ImageWords,
  at: number,
  constant: Constant,
  strings: ReadonlyMap<string, number>,
): void {
  switch (constant.kind) {
    case "nil":
      return;
    case "boolean":
      words.store(at, constant.value ? 1 : 0);
      words.store(at + VALUE.type, TYPE.boolean);
      return;
    case "float":
      new Int32Array(new Float64Array([constant.value]).buffer).forEach((half, index) => {
        words.store(at + index, half);
      });
      words.store(at + VALUE.type, TYPE.number);
      return;
    case "integer":
      throw new Error("Lua 5.1 has no integers.");
    case "string":
      words.point(at, placeOf(strings, constant.value));
      words.store(at + VALUE.type, TYPE.string);
  }
}

function placeOf(strings: ReadonlyMap<string, number>, text: string): number {
  const place = strings.get(text);
  if (place === undefined) throw new Error(`The string ${JSON.stringify(text)} is not in the image.`);
  return place;
}
