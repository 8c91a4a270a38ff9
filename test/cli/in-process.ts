// A run of the command line in this process, which costs no start of another one: what it wrote, and its exit
// code. One run at a time, for a process has one output, one folder and one environment. What only a process
// can show (signals, closed outputs, a terminal) is for child.ts.
import { transform } from "esbuild";
import { onTestFinished, vi } from "vitest";
import { main } from "../../tools/cli/main.ts";

// esbuild's own process stays in the folder in which it began: in a test's, which is removed, the tests after
// it would find no file.
await transform("");

export interface Run {
  output: () => string;
  errors: () => string;
  /** Resolves when the output or the errors hold what is looked for; rejects when the command ends before. */
  wrote: (pattern: RegExp) => Promise<void>;
  /** Asks it to end, as Ctrl-C does. */
  interrupt: () => void;
  /** The exit code. */
  ended: Promise<number>;
}

let running: Promise<number> | undefined;

/** Starts `ringmote` with these arguments, by default in this folder; it is interrupted when the test ends. */
export function ringmoteHere(args: string[], environment: NodeJS.ProcessEnv = {}, folder?: string): Run {
  if (running !== undefined) throw new Error("A command runs in this process already; await its end first.");
  let output = "";
  let errors = "";
  let isOver = false;
  const waiting = new Set<() => void>();
  const heard = () => {
    for (const look of [...waiting]) look();
  };
  const restore = [
    replaced("stdout", (text) => {
      output += text;
      heard();
    }),
    replaced("stderr", (text) => {
      errors += text;
      heard();
    }),
    surrounded(environment, folder),
  ];
  const listening = listenersFromNowOn();
  const ended = main(args).finally(() => {
    isOver = true;
    running = undefined;
    listening.remove();
    for (const back of restore) back();
    heard();
  });
  running = ended;
  const interrupt = () => listening.interrupt();
  onTestFinished(async () => {
    if (!isOver) interrupt();
    await ended;
  });

  function wrote(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isWritten = pattern.test(output + errors);
        if (!isWritten && !isOver) return;
        waiting.delete(look);
        if (isWritten) resolve();
        else reject(new Error(`ended without writing ${pattern}:\n${output}${errors}`));
      };
      waiting.add(look);
      look();
    });
  }

  return { output: () => output, errors: () => errors, wrote, interrupt, ended };
}

/** Takes what is written to one of the outputs, by the console as well; no terminal is there. */
function replaced(name: "stdout" | "stderr", take: (text: string) => void): () => void {
  const spies = [
    vi.spyOn(console, name === "stdout" ? "log" : "error").mockImplementation((line) => take(`${line}\n`)),
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      take(String(text));
      return true;
    }),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}

/** Sets the environment and the folder. Returns what sets them back. */
function surrounded(environment: NodeJS.ProcessEnv, folder: string | undefined): () => void {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  const cwd = process.cwd();
  Object.assign(process.env, environment);
  if (folder !== undefined) process.chdir(folder);
  return () => {
    process.chdir(cwd);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}

/**
 * What listens to the process and its outputs from now on: a command listens until its process ends, and this
 * one does not.
 */
function listenersFromNowOn() {
  const emitters = [
    ...["SIGINT", "SIGTERM", "SIGHUP", "uncaughtException"].map((event) => [process, event] as const),
    ...[process.stdout, process.stderr].map((stream) => [stream, "error"] as const),
  ].map(([emitter, event]) => ({ emitter, event, before: new Set(emitter.rawListeners(event)) }));
  const added = ({ emitter, event, before }: (typeof emitters)[number]) =>
    emitter.rawListeners(event).filter((listener) => !before.has(listener)) as (() => void)[];
  return {
    interrupt() {
      for (const entry of emitters)
        if (entry.event === "SIGINT") for (const listener of added(entry)) listener();
    },
    remove() {
      for (const entry of emitters)
        for (const listener of added(entry)) entry.emitter.off(entry.event, listener);
    },
  };
}
