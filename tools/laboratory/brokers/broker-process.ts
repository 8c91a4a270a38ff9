// A broker as a process of its own: found, started, and ended by its process number.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";

/** Debian keeps brokers where only the administrator's PATH looks. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

/**
 * Where a program is, or what the variable of the environment names; `undefined` where that is not installed,
 * and where the variable is "none".
 */
export function findProgram(name: string, variable: string): string | undefined {
  const named = process.env[variable];
  return (named ? [named] : FOLDERS.map((folder) => join(folder, name))).find(existsSync);
}

const ASK_AGAIN_MS = 200;

/** None outlives this process. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const broker of running) endGroup(broker, "SIGKILL");
});

export interface ProcessOptions {
  /** What it says when it takes connections. */
  isUp: RegExp;
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
}

/** Starts a program. Resolves when it says that it runs; rejects with its words when it ends before. */
export function startProcess(
  program: string,
  args: readonly string[],
  { isUp, env = {} }: ProcessOptions,
): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const broker = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      // Ctrl-C is for the person who runs the proof, which then ends its broker itself.
      detached: true,
    });
    running.add(broker);
    broker.once("exit", () => running.delete(broker));
    let words = "";
    broker.once("error", reject);
    broker.once("exit", () => reject(new Error(`${program} has ended: ${words}`)));
    for (const output of [broker.stdout, broker.stderr])
      output.on("data", (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(-4000);
        if (isUp.test(words)) resolve(broker);
      });
  });
}

/**
 * Asks a process to end, and resolves when it has. It is asked again and again: Mosquitto says that it runs
 * before it sets the flag that the signal takes down, and loses a signal that comes in between.
 */
export function endProcess(broker: ChildProcess, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const asking = setInterval(() => endGroup(broker, signal), ASK_AGAIN_MS);
    broker.once("exit", () => {
      clearInterval(asking);
      resolve();
    });
    endGroup(broker, signal);
  });
}

/**
 * A broker that a script starts is a child of that: the signal is for each process of its group, where it has
 * one of its own.
 */
function endGroup(broker: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (broker.pid !== undefined) process.kill(-broker.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    broker.kill(signal);
  }
}

/** A port on loopback at which no program listens. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
