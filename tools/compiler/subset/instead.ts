// Replacements for the parts of JavaScript's own library that the device language does not have.

/** What is there, by TypeScript's names of what has it: what a sentence calls it, and all that it has. */
const OWNERS: Readonly<Record<string, { name: string; has: string; otherwise: string }>> = {
  Array: { name: "list", has: "lists have length, push, slice and includes", otherwise: "write a loop" },
  String: {
    name: "text",
    has: "texts have length, charCodeAt, substring, slice, indexOf and includes",
    otherwise: "write a loop over charCodeAt(i)",
  },
  StringConstructor: {
    name: "String",
    has: "String has fromCharCode",
    otherwise: "join texts with +",
  },
  Number: { name: "number", has: "numbers have toString(16)", otherwise: 'write "" + x' },
  Math: {
    name: "Math",
    has: "Math has floor, round, trunc, min, max and abs",
    otherwise: "work it out of whole numbers with these",
  },
};

const CURVE =
  "make a table of whole numbers beforehand and go between its points (calibrateTable does), for no two engines work it out the same";
const COUNTED = "keep the number of entries in use in a variable, or make a new list, for a list only grows";
const SOUGHT = "write a loop that compares list[i] and keeps i";
const MADE = "write a loop that pushes to a new list";

const MEMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Array: {
    indexOf: SOUGHT,
    lastIndexOf: SOUGHT,
    find: SOUGHT,
    findIndex: SOUGHT,
    findLast: SOUGHT,
    findLastIndex: SOUGHT,
    concat: MADE,
    filter: MADE,
    flat: MADE,
    flatMap: MADE,
    map: MADE,
    pop: COUNTED,
    shift: COUNTED,
    splice: COUNTED,
    unshift: COUNTED,
    fill: "write a loop that stores list[i] = x",
    forEach: "write for (const x of list)",
    join: "write a loop that joins a text with +",
    reduce: "write a loop that adds to a variable",
    reverse: "write a loop from list.length - 1 down to 0",
    sort: "write a loop that swaps list[i] and list[j]",
  },
  String: {
    at: "write text.substring(i, i + 1)",
    charAt: "write text.substring(i, i + 1)",
    codePointAt: "write text.charCodeAt(i), which is a byte",
    concat: "join texts with +",
    endsWith: "write text.slice(-end.length) === end",
    lastIndexOf: "write a loop from text.length - 1 down to 0",
    padEnd: "write a loop that joins blanks with +",
    padStart: "write a loop that joins blanks with +",
    repeat: "write a loop that joins a text with +",
    replace: "write indexOf and substring",
    replaceAll: "write a loop of indexOf and substring",
    split: "write a loop of indexOf and substring",
    startsWith: "write text.substring(0, start.length) === start",
    trim: "write a loop that compares charCodeAt(i) with 32, and substring",
  },
  Number: { toFixed: "count in smaller units, and join the whole part, a point and the rest" },
  Math: {
    ceil: "write Math.floor((a + b - 1) / b) for the next whole number above a / b",
    cbrt: CURVE,
    cos: CURVE,
    exp: CURVE,
    log: CURVE,
    log10: CURVE,
    log1p: CURVE,
    log2: CURVE,
    pow: "write 1 << n for a power of two, x * x, or a loop that multiplies",
    random: "take the last digits of a time or of a reading",
    sign: "write x < 0 ? -1 : x > 0 ? 1 : 0",
    sin: CURVE,
    sqrt: "compare the squares (x * x < y), or write a loop of x = Math.floor((x + Math.floor(y / x)) / 2)",
    tan: CURVE,
    PI: "write Math.floor((n * 355) / 113) for n times it",
  },
};

const BYTES = "write a list of numbers, or a text, whose characters are bytes";
const DIGITS = "write a loop over charCodeAt(i): n = n * 10 + code - 48";
const NO_NUMBER = "write undefined where there is no number, and compare with it";
const TABLE = 'write a table, as in const t: Record<string, number> = {}, with t["/" + key] = 1';

const NAMES: Readonly<Record<string, string>> = {
  Array:
    "write const list: number[] = [], and a loop of list.push(0), for a place of a list holds a value from the start",
  "Array.isArray": 'write typeof x === "string", or of what else it may be, and take the rest for a list',
  Map: TABLE,
  WeakMap: TABLE,
  Set: 'write a table of truths, as in const t: Record<string, boolean> = {}, with t["/" + key] = true',
  WeakSet: "keep a truth in the record itself",
  ArrayBuffer: BYTES,
  DataView: BYTES,
  Int8Array: BYTES,
  Int16Array: BYTES,
  Int32Array: BYTES,
  Uint8Array: BYTES,
  Uint8ClampedArray: BYTES,
  Uint16Array: BYTES,
  Uint32Array: BYTES,
  Float32Array: BYTES,
  Float64Array: BYTES,
  BigInt: "keep a large number in two",
  Boolean: 'compare it, as in x !== 0 or s !== ""',
  Error: "return what went wrong, as a text",
  Function: "declare a function",
  Infinity: NO_NUMBER,
  JSON: "join the text with +, and read one with indexOf and substring",
  NaN: NO_NUMBER,
  Number: DIGITS,
  Object: "keep a list of names beside the record",
  Promise: "hand over a function that is called when it is done",
  RegExp: "write indexOf and substring",
  Symbol: "write a text",
  isFinite: NO_NUMBER,
  isNaN: NO_NUMBER,
  parseFloat: DIGITS,
  parseInt: DIGITS,
};

/** Where the same thing has two names in TypeScript's library. */
export function plain(owner: string): string {
  return owner.replace(/^Readonly|^Concat(?=Array)|Constructor$/g, "");
}

/** Of a member of what a board has in part: the member as it is written, what is there, and what to write. */
export function insteadOfMember(owner: string, name: string): string | undefined {
  const kind = owner === "StringConstructor" ? owner : plain(owner);
  const known = OWNERS[kind];
  if (known === undefined || (owner.endsWith("Constructor") && kind !== owner)) return undefined;
  const cure = MEMBERS[kind]?.[name] ?? known.otherwise;
  return `${known.name}.${name} is not in the device language, whose ${known.has}; ${cure}`;
}

/** Of a name of the library, or of a member of what no board has. */
export function insteadOfName(owner: string, member: string): string | undefined {
  const name = plain(owner);
  const full = `${name}.${member}`;
  if (NAMES[full] !== undefined) return `${full} is not in the device language; ${NAMES[full]}`;
  return NAMES[name] === undefined ? undefined : `${name} is not in the device language; ${NAMES[name]}`;
}
