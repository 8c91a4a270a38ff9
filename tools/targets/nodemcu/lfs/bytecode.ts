// A Lua function as compiled: what the VM needs of it, and nothing that only debuggers read.

/** A whole number and a number with a point are apart in Lua 5.3; Lua 5.1 has "float" only. */
export type Constant =
  | { kind: "nil" }
  | { kind: "boolean"; value: boolean }
  | { kind: "integer"; value: bigint }
  | { kind: "float"; value: number }
  /** One character a byte. */
  | { kind: "string"; value: string };

/** Where a closure takes an upvalue from, which Lua 5.1 says by instructions of the function that makes it. */
interface Upvalue {
  inStack: boolean;
  index: number;
}

export interface LuaFunction {
  /** What an error calls its file; the functions in it have the same. */
  source: string;
  lineDefined: number;
  lastLineDefined: number;
  upvalueCount: number;
  upvalues: readonly Upvalue[];
  parameterCount: number;
  varargFlags: number;
  stackSize: number;
  code: readonly number[];
  constants: readonly Constant[];
  functions: readonly LuaFunction[];
}

/** A finished module, under the name by which it is asked for. */
export interface CompiledModule {
  name: string;
  main: LuaFunction;
}

/** Calls `visit` with each string among the constants of the functions and of those within them. */
export function eachString(functions: readonly LuaFunction[], visit: (text: string) => void): void {
  for (const one of functions) {
    for (const constant of one.constants) if (constant.kind === "string") visit(constant.value);
    eachString(one.functions, visit);
  }
}
