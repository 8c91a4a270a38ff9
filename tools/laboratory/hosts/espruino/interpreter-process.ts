// One real interpreter as a child process, in its own folder, with its flash and its console.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EspruinoBinary } from "./binaries.ts";
import { FLASH_FILE, filesOf, flashOf } from "./flash.ts";
import { onOneCore } from "./one-core.ts";

/** The prefix of lines printed by the stand-ins, which separates them from the program's. */
const MARK = "\x02";

export interface InterpreterProcess {
  /** Types one line at the console, unechoed. */
  type: (command: string) => void;
  /** Power cut. The files in flash stay readable until `dispose`. */
  kill: () => void;
  files: () => Map<string, string>;
  /** Kills, and removes the folder. */
  dispose: () => void;
  /** Its end, in words: by which signal or with which code. */
  exited: Promise<string>;
}

export interface ProcessOptions {
  binary: EspruinoBinary;
  /** What is in flash when power comes on: `.boot0` runs first, then `.bootcde`. */
  files: ReadonlyMap<string, string>;
  /** A line of the console, without its mark. */
  onLine: (line: string, isMarked: boolean) => void;
  /** A program and its arguments to run the interpreter under. */
  under?: readonly string[];
}

/** Starts an interpreter; it boots from flash as a board does. */
export function startInterpreter({ binary, files, onLine, under = [] }: ProcessOptions): InterpreterProcess {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-espruino-"));
  writeFileSync(join(folder, FLASH_FILE), flashOf(files));
  const [program = "", ...rest] = onOneCore([...under, binary.path, "-e", ""]);
  const child = spawn(program, rest, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const exited = new Promise<string>((resolve) => {
    child.once("close", (code, signal) =>
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });
  readLines(child, onLine);
  // It may be gone already when something is typed; `exited` tells.
  child.stdin?.on("error", () => undefined);
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  return {
    type: (command) => child.stdin?.write(`\x10${command}\n`, "latin1"),
    kill,
    files: () => filesOf(readFileSync(join(folder, FLASH_FILE))),
    dispose: () => {
      kill();
      rmSync(folder, { recursive: true, force: true });
    },
    exited,
  };
}

function readLines(child: ChildProcess, onLine: ProcessOptions["onLine"]): void {
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("latin1")).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const at = line.indexOf(MARK);
      if (at < 0) onLine(line, false);
      else onLine(line.slice(at + 1), true);
    }
  });
}
