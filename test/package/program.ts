// A program on a pipe, in a process group of its own: what it wrote so far, its end, and a Ctrl-C as a
// terminal gives it.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { onTestFinished } from "vitest";

export interface Program {
  /** Output and errors so far, as they came. */
  written: () => string;
  /** Resolves with the match when it has been written; rejects when the program ends before. */
  wrote: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Signals every process of the group. */
  signal: (signal: NodeJS.Signals) => void;
  /** The exit code, or null after a signal. */
  ended: Promise<number | null>;
}

/** Starts `command` in `folder`; whatever is left of it is killed when the test ends. */
export function start(command: string, args: string[], folder: string): Program {
  const child = spawn(command, args, {
    cwd: folder,
    env: ownEnvironment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => signalGroup(child, "SIGKILL"));
  let text = "";
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (part: string) => {
      text += part;
      for (const look of looks) look();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });

  function wrote(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text);
        if (match !== null) resolve(match);
      };
      looks.add(look);
      look();
      ended.then(() => reject(new Error(`${command} ended without writing ${pattern}:\n${text}`)), reject);
    });
  }

  return { written: () => text, wrote, signal: (signal) => signalGroup(child, signal), ended };
}

/** Runs a program to its end. Rejects with what it wrote when it fails. */
export function run(command: string, args: string[], folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder, env: ownEnvironment() }, (error, output, errors) => {
      if (error === null) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${error.code}:\n${output}${errors}`));
    });
  });
}

/** The environment without what npm, which may run this test, adds to it for its own children. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, signal);
}
