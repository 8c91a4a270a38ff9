// Compiles Lua sources with the Lua in WebAssembly: its instructions are those of NodeMCU's own compiler.

import { BuildError } from "../../../compiler/source/build-error.ts";
import { instantiateLua, type LuaInstance, type LuaVersion } from "../lua-wasm.ts";
import type { LuaFunction } from "./bytecode.ts";
import { readDump51 } from "./read-dump-51.ts";
import { readDump53 } from "./read-dump-53.ts";

export type { LuaVersion };

const SCRATCH_BYTES = 8;

/** Makes a table whose one function compiles: each version loads code in its own way. */
const chunk = (load: string) => `return {compiled=function(source,name)
local main,problem=${load}(source,name)
if not main then error(problem,0) end
return string.dump(main)
end}`;

const CHUNKS: Record<LuaVersion, string> = { "5.1": chunk("loadstring"), "5.3": chunk("load") };

interface Compiler {
  lua: LuaInstance;
  state: number;
  /** The place of the table on Lua's stack. */
  library: number;
}

const compilers = new Map<LuaVersion, Compiler>();

/** Compiles a source to its function. `source` is a byte string, and `file` the name in its errors. */
export function compileLua(version: LuaVersion, file: string, source: string): LuaFunction {
  const { isCompiled, result } = compile(version, file, source);
  if (!isCompiled)
    throw new BuildError(`Lua ${version} does not compile ${file}: ${result.toString("latin1")}.`);
  return version === "5.1" ? readDump51(result) : readDump53(result);
}

/** The words of Lua's compiler for a source that it refuses. */
export function luaProblem(version: LuaVersion, file: string, source: string): string | undefined {
  const { isCompiled, result } = compile(version, file, source);
  return isCompiled ? undefined : result.toString("latin1");
}

/** A dump of the function, or the words of an error. */
interface Compiled {
  isCompiled: boolean;
  result: Buffer;
}

function compile(version: LuaVersion, file: string, source: string): Compiled {
  if (source.includes("\0"))
    throw new BuildError(`${file} has a zero byte; write it as \\0 within a string.`);
  const compiler = compilerFor(version);
  const { lua, state } = compiler;
  const stack = lua.call("stackSave");
  lua.call("lua_getfield", state, compiler.library, place(lua, "compiled"));
  lua.call("lua_pushstring", state, place(lua, source));
  lua.call("lua_pushstring", state, place(lua, `@${file}`));
  const status = protectedCall(version, compiler, 2);
  const result = topOfStack(compiler);
  lua.call("lua_settop", state, 1);
  lua.call("stackRestore", stack);
  return { isCompiled: status === 0, result };
}

function compilerFor(version: LuaVersion): Compiler {
  let compiler = compilers.get(version);
  if (compiler === undefined) {
    compiler = startCompiler(version);
    compilers.set(version, compiler);
  }
  return compiler;
}

function startCompiler(version: LuaVersion): Compiler {
  const lua = instantiateLua(version);
  const state = lua.call("luaL_newstate");
  lua.call("luaL_openlibs", state);
  const stack = lua.call("stackSave");
  const compiler = { lua, state, library: 1 };
  const loaded = lua.call("luaL_loadstring", state, place(lua, CHUNKS[version]));
  lua.call("stackRestore", stack);
  if (loaded !== 0 || protectedCall(version, compiler, 0) !== 0)
    throw new Error(
      `Lua ${version} in WebAssembly does not start: ${topOfStack(compiler).toString("latin1")}`,
    );
  return compiler;
}

/** Calls the function below its arguments; one result, or the words of an error, takes its place. */
function protectedCall(version: LuaVersion, { lua, state }: Compiler, count: number): number {
  return version === "5.1"
    ? lua.call("lua_pcall", state, count, 1, 0)
    : lua.call("lua_pcallk", state, count, 1, 0, 0, 0);
}

/** A copy, because the memory of the VM is used again. */
function topOfStack({ lua, state }: Compiler): Buffer {
  const lengthAt = lua.call("stackAlloc", SCRATCH_BYTES);
  const start = lua.call("lua_tolstring", state, -1, lengthAt);
  return Buffer.from(lua.memory().subarray(start, start + lua.memory().readUInt32LE(lengthAt)));
}

/** Puts a text with its zero byte on the stack of the VM's machine, until the stack is restored. */
function place(lua: LuaInstance, text: string): number {
  const start = lua.call("stackAlloc", text.length + 1);
  lua.memory().write(`${text}\0`, start, "latin1");
  return start;
}
