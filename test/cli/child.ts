// A run of the command line as a child process, with what it wrote so far.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../tools/cli/ringmote.js", import.meta.url));

export interface Child {
  process: ChildProcess;
  output: () => string;
  errors: () => string;
  /** Resolves when the output or the errors hold what is looked for; rejects when the child ends before. */
  wrote: (pattern: RegExp) => Promise<void>;
  /** The exit code. */
  ended: Promise<number | null>;
}

/**
 * Starts `ringmote` with these arguments in a folder, by default this one, and through another program where
 * one is named; it is killed when the test ends.
 */
export function ringmote(
  args: string[],
  environment: NodeJS.ProcessEnv = {},
  folder?: string,
  through: string[] = [],
): Child {
  const [program, ...words] = [...through, process.execPath, PROGRAM, ...args] as [string, ...string[]];
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let errors = "";
  const waiting = new Set<() => void>();
  const heard = () => {
    for (const look of waiting) look();
  };
  child.stdout.on("data", (text) => {
    output += text;
    heard();
  });
  child.stderr.on("data", (text) => {
    errors += text;
    heard();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));

  function wrote(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!pattern.test(output + errors)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without writing ${pattern}:\n${output}${errors}`)));
    });
  }

  return { process: child, output: () => output, errors: () => errors, wrote, ended };
}
