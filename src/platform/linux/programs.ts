// The programs of the machine that speak to its hardware: Debian's `gpiod` (2 and later) and `i2c-tools`. A
// native module would have to be compiled on the machine, which a Raspberry Pi Zero has neither the memory
// nor the tools for.
import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** A finished program's output; `undefined` when it failed, or is not there. */
export type RunProgram = (name: string, args: readonly string[]) => string | undefined;

/** A program that goes on beside this one. */
export interface RunningProgram {
  /** Writes a line to it; in the order of the calls. */
  say: (line: string) => void;
  end: () => void;
}

export interface ProgramEvents {
  line: (line: string) => void;
  /** It has ended, and nobody asked it to. `words`: what it said last. */
  ended: (words: string) => void;
}

export interface Programs {
  run: RunProgram;
  start: (name: string, args: readonly string[], events: ProgramEvents) => RunningProgram;
}

/** A transfer or a look at a line takes milliseconds. */
const RUN_MS = 2000;

export const PROGRAMS: Programs = {
  run(name, args) {
    const { status, stdout } = spawnSync(name, args, { encoding: "latin1", timeout: RUN_MS });
    return status === 0 ? stdout : undefined;
  },
  start(name, args, events) {
    const child = spawn(name, args, { stdio: ["pipe", "pipe", "pipe"] });
    let isWanted = true;
    let words = "";
    const ended = (why: string) => {
      if (isWanted) events.ended(why);
      isWanted = false;
    };
    readLines(child, (line) => isWanted && events.line(line));
    child.stderr.setEncoding("latin1").on("data", (text: string) => {
      words = text.trim();
    });
    child.stdin.on("error", () => undefined);
    child.once("error", (error) => ended(error.message));
    child.once("close", (code, signal) => ended(words || `it ended with ${signal ?? code}`));
    return {
      say: (line) => void child.stdin.write(`${line}\n`),
      end() {
        isWanted = false;
        child.kill();
      },
    };
  },
};

function readLines(
  { stdout }: ChildProcessByStdio<Writable, Readable, Readable>,
  take: (line: string) => void,
): void {
  let rest = "";
  stdout.setEncoding("latin1").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
}
