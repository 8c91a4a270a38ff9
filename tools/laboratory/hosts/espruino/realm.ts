// A context with Espruino's language only: missing features are deleted, and differing ones are replaced.
// Every object belongs to the context, so `instanceof` holds inside.

import { constants, createContext, runInContext } from "node:vm";
import { HostFault } from "./host-fault.ts";
import { espruinoIndexOf } from "./index-of.ts";
import { espruinoJson } from "./json-text.ts";
import { fixedText, numberText } from "./number-text.ts";
import { GLOBAL_NAMES, MEMBERS, TYPED_ARRAYS } from "./surface.ts";

type Callable = (...values: never[]) => unknown;
export type Bag = Record<string, unknown>;

interface Intrinsics {
  Object: ObjectConstructor;
  Array: ArrayConstructor;
  Function: FunctionConstructor;
  Error: ErrorConstructor;
  TypeError: ErrorConstructor;
  SyntaxError: ErrorConstructor;
  InternalError: ErrorConstructor;
  ReferenceError: ErrorConstructor;
  String: StringConstructor;
  Number: NumberConstructor;
  Date: DateConstructor;
  JSON: JSON;
  Math: Math;
  RegExp: RegExpConstructor;
  Uint8Array: Uint8ArrayConstructor;
  ArrayBuffer: ArrayBufferConstructor;
}

/** One context: its global object, its own constructors, and a way to run text in it. */
export interface Realm {
  global: Bag;
  intrinsics: Intrinsics;
  run: (source: string, fileName: string) => unknown;
  /** A plain object of the context with these fields. */
  object: (fields?: Bag) => Bag;
  array: (items: readonly unknown[]) => unknown[];
  /** Gives `target` a method that programs see but do not enumerate. */
  method: (target: object, name: string, body: (this: unknown, ...values: unknown[]) => unknown) => void;
}

/** Makes a poor context. `now` is in milliseconds since 1970; `random` is a number from 0 to below 1. */
export function createRealm(now: () => number, random: () => number): Realm {
  const context = createContext(constants.DONT_CONTEXTIFY) as unknown as Bag;
  const run = (source: string, fileName: string): unknown =>
    runInContext(source, context as never, { filename: fileName });
  const intrinsics = run(
    `({Object,Array,Function,Error,TypeError,SyntaxError,ReferenceError,String,Number,Date,JSON,Math,RegExp,Uint8Array,
       ArrayBuffer,InternalError:function InternalError(message){this.message=message;}})`,
    "intrinsics",
  ) as Intrinsics;
  const realm: Realm = {
    global: context,
    intrinsics,
    run,
    object: (fields = {}) => Object.assign(new intrinsics.Object() as Bag, fields),
    array: (items) => {
      const array = new intrinsics.Array() as unknown[];
      for (const item of items) array.push(item);
      return array;
    },
    method: (target, name, body) => {
      Object.defineProperty(target, name, {
        value: body,
        writable: true,
        configurable: true,
        enumerable: false,
      });
    },
  };
  takeAway(realm);
  replaceErrors(realm);
  replaceText(realm);
  replaceTypedArrays(realm);
  replaceNumbers(realm, random);
  replaceDate(realm, now);
  realm.global.global = realm.global;
  return realm;
}

function takeAway({ global }: Realm): void {
  const typedArray = Object.getPrototypeOf(global.Uint8Array) as object;
  const named: Bag = { "%TypedArray%": typedArray, ...own(global) };
  for (const [path, kept] of Object.entries(MEMBERS)) {
    const owner = path.endsWith(".prototype")
      ? (named[path.slice(0, -".prototype".length)] as { prototype: object }).prototype
      : (named[path] as object);
    keepOnly(owner, [...kept, "length", "name"]);
  }
  for (const name of TYPED_ARRAYS) {
    keepOnly(global[name] as object, ["prototype", "length", "name"]);
    keepOnly((global[name] as { prototype: object }).prototype, ["constructor"]);
  }
  keepOnly(global, GLOBAL_NAMES);
}

function own(target: object): Bag {
  const bag: Bag = {};
  for (const name of Object.getOwnPropertyNames(target)) bag[name] = (target as Bag)[name];
  return bag;
}

/** Symbols stay where the language itself needs them: `for..of` over arrays, strings and typed arrays. */
function keepOnly(target: object, names: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(target)) {
    if (!names.includes(name)) Reflect.deleteProperty(target, name);
  }
}

/** `name` is missing, a TypeError is no Error, and a null access is one, as measured. */
function replaceErrors(realm: Realm): void {
  const { intrinsics } = realm;
  const root = intrinsics.Error;
  realm.global.InternalError = intrinsics.InternalError;
  realm.global.ReferenceError = intrinsics.ReferenceError;
  for (const name of ["Error", "TypeError", "SyntaxError", "ReferenceError", "InternalError"] as const) {
    const prototype = intrinsics[name].prototype as unknown as Bag;
    delete prototype.name;
    if (name !== "Error") Object.setPrototypeOf(prototype, intrinsics.Object.prototype);
    realm.method(prototype, "toString", function (this: unknown) {
      return `${name}: ${String((this as { message?: unknown }).message ?? "")}`;
    });
    Object.defineProperty(prototype, "type", { value: name, writable: true, configurable: true });
  }
  const thrownByEngine = /^Cannot (read|set) properties of|is not a function$/;
  const isMadeBy = (kind: ErrorConstructor, value: object): boolean =>
    Object.prototype.isPrototypeOf.call(kind.prototype, value);
  // TypeError and the others inherit this, and ask for their own.
  Object.defineProperty(root, Symbol.hasInstance, {
    value: function (this: ErrorConstructor, value: unknown): boolean {
      if (typeof value !== "object" || value === null) return false;
      if (isMadeBy(this, value) || this !== root) return isMadeBy(this, value);
      return isMadeBy(intrinsics.TypeError, value) && thrownByEngine.test((value as Error).message);
    },
  });
}

/** A character is a byte; a function in the place of a replacement is text unless the pattern is a regex. */
function replaceText({ global, intrinsics, method }: Realm): void {
  const { String: StringOf, JSON: Json } = intrinsics;
  const prototype = StringOf.prototype;
  const byte = (code: unknown): number => Number(code) & 255;
  method(StringOf, "fromCharCode", (...codes) => String.fromCharCode(...codes.map(byte)));
  for (const name of ["replace", "replaceAll"] as const) {
    const native = prototype[name] as (pattern: unknown, by: unknown) => string;
    method(prototype, name, function (this: unknown, pattern, by) {
      const asText = typeof pattern === "object" ? by : String(by);
      const literal = typeof asText === "string" && typeof pattern !== "object" ? () => asText : asText;
      return native.call(this as string, pattern, literal);
    });
  }
  method(prototype, "indexOf", function (this: unknown, sought, from) {
    return espruinoIndexOf(String(this), String(sought), Number(from));
  });
  method(prototype, "includes", function (this: unknown, sought, from) {
    return espruinoIndexOf(String(this), String(sought), Number(from)) >= 0;
  });
  const parse = Json.parse as (text: string, revive: (key: string, value: unknown) => unknown) => unknown;
  method(Json, "parse", (text) => {
    const source = longestJson(String(text), (part) => parse(part, (_key, value) => value));
    return parse(source, (_key, value) => (typeof value === "string" ? asBytes(value) : value));
  });
  method(Json, "stringify", (value, _replacer, indent) => espruinoJson(value, indent));
  method(global, "encodeURIComponent", (text) =>
    String(text).replace(/[^A-Za-z0-9\-_.!~*'()]/g, (char) => {
      if (char > "\x7f") throw new HostFault("encodeURIComponent writes wrong digits for a byte above 127");
      return `%${hex(char.charCodeAt(0)).toUpperCase()}`;
    }),
  );
  method(global, "decodeURIComponent", (text) =>
    String(text).replace(/%([0-9a-fA-F]{2})/g, (_all, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    ),
  );
  method(global, "btoa", (text) => Buffer.from(String(text), "latin1").toString("base64"));
  method(global, "atob", (text) => Buffer.from(String(text), "base64").toString("latin1"));
}

/** The parser there stops after the first value and does not mind what follows. */
function longestJson(text: string, parse: (part: string) => unknown): string {
  for (let end = text.length; end > 0; end -= 1) {
    try {
      parse(text.slice(0, end));
      return text.slice(0, end);
    } catch {
      // A shorter start may still be one whole value.
    }
  }
  return text;
}

function asBytes(text: string): string {
  return text.replace(/[\u0100-\uffff]/g, (char) => String.fromCharCode(char.charCodeAt(0) & 255));
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** No typed array of a text, and a slice is a plain array. */
function replaceTypedArrays({ global, run, array, method }: Realm): void {
  const wrap = run(
    `(function(Native){
       function Typed(a,b,c){
         if (typeof a === "string") throw new TypeError("A typed array cannot be made of a String");
         return arguments.length < 2 ? new Native(a||0) : arguments.length === 2 ? new Native(a,b) : new Native(a,b,c);
       }
       Typed.prototype = Native.prototype;
       Typed.prototype.constructor = Typed;
       return Typed;
     })`,
    "typed arrays",
  ) as (native: unknown) => unknown;
  const shared = Object.getPrototypeOf((global.Uint8Array as { prototype: object }).prototype) as Uint8Array;
  const slice = shared.slice;
  method(shared, "slice", function (this: unknown, from, to) {
    return array([...slice.call(this as Uint8Array, from as number, to as number)]);
  });
  for (const name of TYPED_ARRAYS) global[name] = wrap(global[name]);
}

function replaceNumbers({ global, intrinsics, method }: Realm, random: () => number): void {
  const { Number: NumberOf, String: StringOf, Math: MathOf } = intrinsics;
  const prototype = NumberOf.prototype;
  const nativeText = prototype.toString as (this: number, radix: number) => string;
  method(prototype, "toFixed", function (this: unknown, decimals) {
    return fixedText(Number(this), Number(decimals ?? 0));
  });
  method(prototype, "toString", function (this: unknown, radix) {
    const base = Number(radix ?? 10);
    return base === 10 ? numberText(Number(this)) : nativeText.call(Number(this), base);
  });
  function text(...values: unknown[]): string {
    if (values.length === 0) return "";
    return typeof values[0] === "number" ? numberText(values[0]) : StringOf(values[0]);
  }
  text.prototype = StringOf.prototype;
  method(text, "fromCharCode", StringOf.fromCharCode as unknown as Callable as never);
  method(StringOf.prototype, "constructor", text as never);
  method(global, "String", text as never);
  // The engine's own constants of Number cannot be deleted, so another function takes its place.
  function number(...values: unknown[]): number {
    return values.length === 0 ? 0 : NumberOf(values[0]);
  }
  number.prototype = prototype;
  for (const name of MEMBERS.Number ?? []) {
    if (name !== "prototype") Object.defineProperty(number, name, { value: NumberOf[name as "MAX_VALUE"] });
  }
  method(prototype, "constructor", number as never);
  method(global, "Number", number as never);
  method(MathOf, "random", random);
  method(MathOf, "randInt", (below) => Math.floor(random() * Number(below)));
  method(MathOf, "clip", (value, low, high) => Math.min(Math.max(Number(value), Number(low)), Number(high)));
  method(MathOf, "wrap", (value, size) => Number(value) % Number(size));
}

/** The clock of the world, not of this computer. */
function replaceDate({ global, run }: Realm, now: () => number): void {
  const wrap = run(
    `(function(Native, now){
       function Date(a,b,c,d,e,f,g){
         if (!(this instanceof Date)) return new Native(now()).toString();
         return arguments.length === 0 ? new Native(now())
           : arguments.length === 1 ? new Native(a) : new Native(a,b,c||1,d||0,e||0,f||0,g||0);
       }
       Date.prototype = Native.prototype;
       Date.prototype.constructor = Date;
       Date.now = now;
       Date.parse = Native.parse;
       return Date;
     })`,
    "date",
  ) as (native: unknown, clock: () => number) => unknown;
  global.Date = wrap(global.Date, now);
}
