// Debian's Lua compilers: stripped bytecode of a module, as a chip holds it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Compiler = "luac5.1" | "luac5.3";

/** What an image begins with. It stays text on the chip: it looks for the other files, and loads them. */
export const LOADER = "init.lua";

const compiled = new Map<string, Buffer>();

/** Is the compiler here? */
export function hasCompiler(compiler: Compiler): boolean {
  return spawnSync(compiler, ["-v"]).error === undefined;
}

/** A module as stripped bytecode. Throws when the compiler refuses it. */
export function bytecodeOf(compiler: Compiler, source: string): Buffer {
  const key = `${compiler}\n${source}`;
  const bytes = compiled.get(key) ?? compile(compiler, source);
  compiled.set(key, bytes);
  return bytes;
}

function compile(compiler: Compiler, source: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  try {
    const [from, to] = [join(folder, "module.lua"), join(folder, "module.luac")];
    writeFileSync(from, source, "latin1");
    const { status, stderr } = spawnSync(compiler, ["-s", "-o", to, from], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${compiler} refuses a module: ${stderr.trim()}`);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
