// A compiled Lua function: everything that the VM needs of it, and nothing that only debuggers read.

/** Lua 5.3 tells whole numbers from numbers with a point; Lua 5.1 has "float" only. */
export type Constant =
  | { kind: "nil" }
  | { kind: "boolean"; value: boolean }
  | { kind: "integer"; value: bigint }
  | { kind: "float"; value: number }
  /** One character a byte. */
  | { kind: "string"; value: string };

/**
 * The source of a closure's upvalue. Lua 5.1 says it by instructions of the function that makes the closure.
 */
interface Upvalue {
  inStack: boolean;
  index: number;
}

export interface LuaFunction {
  /** The file's name in an error; the functions in it have the same. */
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

/** A finished module, under the name by which it is required. */
export interface CompiledModule {
  name: string;
  main: LuaFunction;
}

/** Calls `visit` with each string among the constants of the functions and of those within them. */
export function eachString(functions: readonly LuaFunction[], visit: (text: string) => void): void {
  for (const fn of functions) {
    for (const constant of fn.constants) if (constant.kind === "string") visit(constant.value);
    eachString(fn.functions, visit);
  }
}
