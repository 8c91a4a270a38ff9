// The part of JavaScript's library that exists in Espruino 2v29. Every other name is removed.

/** Global constructors, functions and values of the language. The platform's own come from their files. */
export const GLOBAL_NAMES = words(`
  globalThis NaN Infinity undefined eval isNaN isFinite parseInt parseFloat decodeURIComponent encodeURIComponent
  Object Function Array String Number Boolean Date RegExp Math JSON Error TypeError SyntaxError ArrayBuffer DataView
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array`);

const TYPED_ARRAY_METHODS = `set subarray slice map indexOf sort fill includes join forEach reduce filter find
  findIndex reverse every some buffer byteLength byteOffset length toString constructor`;

/** What each built-in object has itself. A method is found on the prototype that lists it. */
export const MEMBERS: Record<string, readonly string[]> = {
  Object: words(`prototype keys values entries assign fromEntries create getPrototypeOf setPrototypeOf
    getOwnPropertyNames getOwnPropertyDescriptor getOwnPropertyDescriptors defineProperty defineProperties`),
  "Object.prototype": words("constructor hasOwnProperty toString valueOf __proto__"),
  Function: words("prototype"),
  "Function.prototype": words("constructor call apply bind toString"),
  Array: words("prototype isArray"),
  "Array.prototype":
    words(`constructor concat every fill filter find findIndex forEach includes indexOf join map pop
    push reduce reverse shift slice some sort splice unshift toString length`),
  String: words("prototype fromCharCode"),
  "String.prototype":
    words(`constructor charAt charCodeAt concat endsWith includes indexOf lastIndexOf match padEnd
    padStart repeat replace replaceAll slice split startsWith substr substring toLowerCase toUpperCase trim toString
    valueOf length`),
  Number: words("prototype MAX_VALUE MIN_VALUE NaN NEGATIVE_INFINITY POSITIVE_INFINITY"),
  "Number.prototype": words("constructor toFixed toString valueOf"),
  Boolean: words("prototype"),
  "Boolean.prototype": words("constructor toString valueOf"),
  Math: words(`abs acos asin atan atan2 ceil cos exp floor log max min pow random round sign sin sqrt tan
    PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2`),
  JSON: words("parse stringify"),
  Date: words("prototype now parse"),
  "Date.prototype": words(`constructor getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth
    getSeconds getTime getTimezoneOffset setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds
    setTime toISOString toJSON toString toUTCString valueOf`),
  RegExp: words("prototype"),
  // The engine itself reads the flags from here, so they stay although Espruino has none of them.
  "RegExp.prototype": words(
    "constructor exec test toString source flags global ignoreCase multiline sticky unicode",
  ),
  // Without its limit the engine notes no stack, and every error there has one.
  Error: words("prototype stackTraceLimit"),
  "Error.prototype": words("constructor toString message"),
  TypeError: words("prototype"),
  "TypeError.prototype": words("constructor message"),
  SyntaxError: words("prototype"),
  "SyntaxError.prototype": words("constructor message"),
  ArrayBuffer: words("prototype"),
  "ArrayBuffer.prototype": words("constructor byteLength"),
  DataView: words("prototype"),
  "DataView.prototype":
    words(`constructor getInt8 getUint8 getInt16 getUint16 getInt32 getUint32 getFloat32 getFloat64
    setInt8 setUint8 setInt16 setUint16 setInt32 setUint32 setFloat32 setFloat64 byteLength byteOffset buffer`),
  "%TypedArray%": words("prototype"),
  "%TypedArray%.prototype": words(TYPED_ARRAY_METHODS),
};

/** The typed arrays, whose own statics are all taken away. */
export const TYPED_ARRAYS = GLOBAL_NAMES.filter((name) => /^(Int|Uint|Float)\d/.test(name));

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
