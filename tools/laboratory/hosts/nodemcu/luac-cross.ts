// NodeMCU's own compiler and VM on a computer (`luac.cross`), if installed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { LuaVersion } from "../../../targets/nodemcu/lua-wasm.ts";
import { isProgram } from "../is-program.ts";
import type { Chip } from "./prelude.ts";
import { type Replay, readReplay, replayScript } from "./replay.ts";
import type { TranscriptLife } from "./transcript.ts";

export interface LuacCross {
  path: string;
  version: LuaVersion;
}

const DEFAULT_NAMES = ["luac.cross-51", "luac.cross-53", "luac.cross"];
const MOST_OUTPUT_BYTES = 512 * 1024 * 1024;

/**
 * The programs that are here: those that the environment's LUAC_CROSS lists (separated by `:` or `,`; "none"
 * is an empty list), else the ones on the PATH. A listed program that does not run is an error; none at all
 * is an empty list.
 */
export function luacCross(environment: NodeJS.ProcessEnv = process.env): LuacCross[] {
  if (environment.LUAC_CROSS === "none") return [];
  const listed = environment.LUAC_CROSS?.split(/[:,]/).filter((path) => path !== "");
  if (listed !== undefined && listed.length > 0) return listed.map(luacCrossAt);
  const folders = (environment.PATH ?? "").split(delimiter);
  const programs = DEFAULT_NAMES.flatMap((name) => {
    const path = folders.map((folder) => join(folder, name)).find(isProgram);
    return path === undefined ? [] : [luacCrossAt(path)];
  });
  return programs.filter(
    ({ version }, index) => programs.findIndex((program) => program.version === version) === index,
  );
}

function luacCrossAt(path: string): LuacCross {
  const { stdout, stderr, error } = spawnSync(path, ["-v"], { encoding: "utf8" });
  const version = /Lua (5\.[13])/.exec(`${stdout ?? ""}${stderr ?? ""}`)?.[1];
  if (error === undefined && (version === "5.1" || version === "5.3")) return { path, version };
  throw new Error(`"${path}" is not a luac.cross of NodeMCU; name one that answers -v with Lua 5.1 or 5.3.`);
}

/** Compiles one module as the chip would: the bytes of its stripped bytecode, or the compiler's sentence. */
export function compileModule(
  { path }: LuacCross,
  name: string,
  source: string,
): { bytes: number; problem?: undefined } | { bytes?: undefined; problem: string } {
  return inFolder((folder) => {
    const output = join(folder, "module.lc");
    writeFileSync(join(folder, name), source, "latin1");
    const { status, stdout, stderr } = spawnSync(path, ["-s", "-o", output, name], {
      cwd: folder,
      encoding: "latin1",
    });
    if (status === 0) return { bytes: readFileSync(output).length };
    return { problem: `${stderr}${stdout}`.trim() };
  });
}

/** Runs a script in NodeMCU's VM. `output` is what it printed; `problem` is why it ended early. */
export function runLuaScript({ path }: LuacCross, script: string): { output: string; problem?: string } {
  return inFolder((folder) => {
    const file = join(folder, "script.lua");
    writeFileSync(file, script, "latin1");
    const { status, signal, stdout, stderr } = spawnSync(path, ["-e", file], {
      cwd: folder,
      encoding: "latin1",
      maxBuffer: MOST_OUTPUT_BYTES,
    });
    // The 5.3 program ends with 0 after an error, too; nothing else writes to standard error.
    if (status === 0 && stderr === "") return { output: stdout };
    return { output: stdout, problem: stderr.trim() || `ended by ${signal ?? `exit code ${status}`}` };
  });
}

/** Runs an image against one life of a transcript, in NodeMCU's VM. */
export function replayInLua(
  program: LuacCross,
  options: { chip: Chip; image: ReadonlyMap<string, string>; life: TranscriptLife; uptimeIsFloat?: boolean },
): Replay {
  return readReplay(runLuaScript(program, replayScript(options)));
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-luac-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
