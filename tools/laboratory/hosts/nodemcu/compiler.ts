// Compiles Lua source in its own VM, with the limits of NodeMCU's compiler.

import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { readLua51Chunk } from "./bytecode.ts";
import { createNodeMcuMachine, type Machine } from "./machine.ts";

export type Compiled = { bytecode: string; problem?: undefined } | { bytecode?: undefined; problem: string };

interface Compiler {
  machine: Machine;
  result: { isBytecode: boolean; bytes: string };
}

const compilers = new Map<LuaVersion, Compiler>();
const done = new Map<string, Compiled>();

/** Stripped bytecode for 32-bit stock Lua, or why the chip would refuse the source. */
export function compileLua(version: LuaVersion, name: string, source: string): Compiled {
  const key = `${version}\n${name}\n${source}`;
  let compiled = done.get(key);
  if (compiled === undefined) {
    compiled = compile(version, name, source);
    done.set(key, compiled);
  }
  return compiled;
}

/** True for what string.dump or luac wrote. */
export function isBytecode(bytes: string): boolean {
  return bytes.startsWith("\x1bLua");
}

function compile(version: LuaVersion, name: string, source: string): Compiled {
  const compiler = compilerFor(version);
  compiler.machine.turn({ kind: "compile", number: version === "5.3" ? 1 : 0, bytes: `${name}\n${source}` });
  const { isBytecode: worked, bytes } = compiler.result;
  if (!worked) return { problem: bytes };
  if (version === "5.3") return { bytecode: bytes };
  const { stripped, problem } = readLua51Chunk(bytes);
  return problem === undefined ? { bytecode: stripped } : { problem: `${name}: ${problem}` };
}

function compilerFor(version: LuaVersion): Compiler {
  let compiler = compilers.get(version);
  if (compiler === undefined) {
    const result = { isBytecode: false, bytes: "" };
    const machine = createNodeMcuMachine(
      { version, chip: "esp8266", uptimeIsFloat: true },
      (operation, number, bytes) => {
        if (operation === "result") Object.assign(result, { isBytecode: number === 1, bytes });
        return undefined;
      },
    );
    machine.reset();
    compiler = { machine, result };
    compilers.set(version, compiler);
  }
  return compiler;
}
