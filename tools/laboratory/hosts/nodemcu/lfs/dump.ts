// A function read from an LFS image, as bytecode for the Lua in WebAssembly: 32-bit sizes, 64-bit numbers,
// without debug data.
import type { LuaVersion } from "../../../../targets/nodemcu/lua-wasm.ts";
import type { ReadFunction } from "./read-function.ts";

const HEADERS: Record<LuaVersion, string> = {
  "5.1": "\x1bLua\x51\x00\x01\x04\x04\x04\x08\x00",
  "5.3": `\x1bLua\x53\x00\x19\x93\r\n\x1a\n\x04\x04\x04\x08\x08${bytesOf(8, (view) => view.setBigInt64(0, 0x5678n, true))}${double(370.5)}`,
};
const TYPES = { nil: 0, boolean: 1, float: 3, string51: 4, integer: 0x13, short: 4, long: 0x14 };
/** Lua 5.3: strings up to this length are of the short kind, and lengths below 255 take one byte. */
const LONGEST_SHORT = 40;
const LONG_LENGTH = 0xff;

/** A byte string. Its errors name no line. */
export function dumpOf(version: LuaVersion, main: ReadFunction): string {
  const write = version === "5.1" ? function51 : function53;
  const upvalues = version === "5.3" ? String.fromCharCode((main.upvalues as readonly string[]).length) : "";
  return `${HEADERS[version]}${upvalues}${write(main)}`;
}

function function51(body: ReadFunction): string {
  const [first, last] = body.lines;
  const counts = [body.upvalues as number, body.parameters, body.vararg, body.stack];
  const code = list(body.code, word);
  const constants = list(body.constants, constant51);
  return `${string51(body.source)}${word(first)}${word(last)}${String.fromCharCode(...counts)}${code}${constants}${list(body.functions, function51)}${NO_DEBUG_DATA}`;
}

function function53(body: ReadFunction): string {
  const [first, last] = body.lines;
  const counts = String.fromCharCode(body.parameters, body.vararg, body.stack);
  const upvalues = list(body.upvalues as readonly string[], (upvalue) =>
    String.fromCharCode(...upvalue.split(" of ").map(Number)),
  );
  return `${string53(body.source)}${word(first)}${word(last)}${counts}${list(body.code, word)}${list(body.constants, constant53)}${upvalues}${list(body.functions, function53)}${NO_DEBUG_DATA}`;
}

const NO_DEBUG_DATA = word(0).repeat(3);

function constant51(constant: string): string {
  const [kind, value] = partsOf(constant);
  if (kind === "nil") return String.fromCharCode(TYPES.nil);
  if (kind === "boolean") return String.fromCharCode(TYPES.boolean, Number(value));
  if (kind === "string") return String.fromCharCode(TYPES.string51) + string51(value);
  // The reader gives a double's words, the high one first.
  const [high = "0", low = "0"] = value.split(" ");
  return String.fromCharCode(TYPES.float) + word(Number.parseInt(low, 16)) + word(Number.parseInt(high, 16));
}

function constant53(constant: string): string {
  const [kind, value] = partsOf(constant);
  if (kind === "nil") return String.fromCharCode(TYPES.nil);
  if (kind === "boolean") return String.fromCharCode(TYPES.boolean, Number(value));
  if (kind === "integer")
    return `${String.fromCharCode(TYPES.integer)}${bytesOf(8, (view) => view.setBigInt64(0, BigInt(value), true))}`;
  if (kind === "float") return String.fromCharCode(TYPES.float) + double(floatOf(Buffer.from(value, "hex")));
  const type = value.length > LONGEST_SHORT ? TYPES.long : TYPES.short;
  return String.fromCharCode(type) + string53(value);
}

function partsOf(constant: string): [kind: string, value: string] {
  const space = constant.indexOf(" ");
  return space < 0 ? [constant, ""] : [constant.slice(0, space), constant.slice(space + 1)];
}

function floatOf(bytes: Buffer): number {
  return bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE();
}

function string51(text: string): string {
  return `${word(text.length + 1)}${text}\0`;
}

function string53(text: string): string {
  const length = text.length + 1;
  return (
    (length < LONG_LENGTH ? String.fromCharCode(length) : String.fromCharCode(LONG_LENGTH) + word(length)) +
    text
  );
}

function list<Item>(items: readonly Item[], write: (item: Item) => string): string {
  return word(items.length) + items.map(write).join("");
}

function word(value: number): string {
  return bytesOf(4, (view) => view.setUint32(0, value >>> 0, true));
}

function double(value: number): string {
  return bytesOf(8, (view) => view.setFloat64(0, value, true));
}

function bytesOf(count: number, fill: (view: DataView) => void): string {
  const bytes = new Uint8Array(count);
  fill(new DataView(bytes.buffer));
  return String.fromCharCode(...bytes);
}
