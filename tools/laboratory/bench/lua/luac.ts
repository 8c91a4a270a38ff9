// Debian's compiler for Lua 5.1, which writes numbers of 64 bits: stripped bytecode of a module, as a chip
// holds it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const COMPILER = "luac5.1";

/** What an image begins with. It stays text on the chip: it looks for the other files, and loads them. */
export const LOADER = "init.lua";

/** Is the compiler here, and the interpreter? Tells when they are not. */
export function hasLua(skip: (reason: string) => void): boolean {
  const isHere = spawnSync(COMPILER, ["-v"]).error === undefined;
  if (!isHere) skip("lua5.1 is not here: it is a package of Debian.");
  return isHere;
}

/** A module as stripped bytecode. Throws when the compiler refuses it. */
export function bytecodeOf(source: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-"));
  try {
    const [from, to] = [join(folder, "module.lua"), join(folder, "module.luac")];
    writeFileSync(from, source, "latin1");
    const { status, stderr } = spawnSync(COMPILER, ["-s", "-o", to, from], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${COMPILER} refuses a module: ${stderr.trim()}`);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
