// A real Lua's prompt as the console of a NodeMCU board: `lua -i` with its line editor, which echoes and
// handles backspaces, on files in a folder. Lua 5.1 stands for an ESP8266, Lua 5.3 for an ESP32. Its timers
// run only in `start`.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ConsoleModel } from "../consoles/model-port.ts";
import { processConsole } from "../consoles/pseudo-terminal.ts";

export interface RealLua extends ConsoleModel {
  /** What is in its file system. */
  files: () => Map<string, string>;
  /** The power comes, and nobody is at the prompt: what it prints. */
  start: () => string;
  /** Ends it, and removes its folder. */
  dispose: () => void;
}

const LUA = fileURLToPath(new URL("console/real-lua.lua", import.meta.url));
const RUN_MS = 10_000;
/** Longer than what a chip says while it starts, as its ROM's noise and its banner are. */
const BANNER = "\r\nNodeMCU 3.0.0.0 built on a real Lua\r\n";
/** No line is scrolled or drawn anew: each character is echoed as it comes. */
const PLAIN = { TERM: "dumb", COLUMNS: "1000", INPUTRC: "/dev/null" };

/** Is there a Lua of this name whose prompt echoes what is typed? */
export function hasPrompt(program: string): boolean {
  const { stdout } = spawnSync(program, ["-i"], {
    input: "x=1\n",
    encoding: "latin1",
    env: { ...process.env, ...PLAIN },
    timeout: RUN_MS,
  });
  return (stdout ?? "").includes("> x=1");
}

function promptIn(folder: string, program: string): ChildProcess {
  return spawn("sh", ["-c", `exec ${program} -i -e 'dofile("${LUA}")' 2>&1`], {
    cwd: folder,
    env: { ...process.env, ...PLAIN },
    stdio: ["pipe", "pipe", "ignore"],
  });
}

/** Switches a board on that has these files. */
export function realLua(program: string, files: ReadonlyMap<string, string>): RealLua {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-lua-"));
  for (const [name, content] of files) writeFileSync(join(folder, name), content, "latin1");
  let output: (bytes: string) => void = () => {};
  let child: ChildProcess;
  let console: ConsoleModel;
  let isOver = false;

  function boot(): void {
    child = promptIn(folder, program);
    console = processConsole(child);
    console.onOutput((bytes) => output(bytes.replaceAll("\n", "\r\n")));
    output(BANNER);
    // node.restart() ends it.
    child.once("close", () => isOver || boot());
  }

  boot();
  return {
    type: (bytes) => console.type(bytes),
    onOutput(take) {
      output = take;
    },
    files: () =>
      new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")] as const)),
    start() {
      const { stdout, stderr } = spawnSync(program, [LUA, "run"], {
        cwd: folder,
        encoding: "latin1",
        timeout: RUN_MS,
      });
      return `${stdout}${stderr}`;
    },
    dispose() {
      isOver = true;
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
