// Mosquitto as a process: found, started with a configuration, and ended by its process number.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";

/** Debian keeps it where only the administrator's PATH looks. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

const PLACES = process.env.MOSQUITTO_BIN
  ? [process.env.MOSQUITTO_BIN]
  : FOLDERS.map((folder) => join(folder, "mosquitto"));

/** Where it is, or what MOSQUITTO_BIN names; `undefined` where that is not installed. */
export const mosquittoProgram = PLACES.find(existsSync);

const ASK_AGAIN_MS = 200;

/** None outlives this process. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const broker of running) broker.kill("SIGKILL");
});

/** Starts one. Resolves when it says that it runs; rejects with its words when it ends before. */
export function startProcess(configuration: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const broker = spawn(mosquittoProgram as string, ["-c", configuration], {
      stdio: ["ignore", "ignore", "pipe"],
      // Ctrl-C is for whoever runs the proof, which then ends its broker itself.
      detached: true,
    });
    running.add(broker);
    broker.once("exit", () => running.delete(broker));
    let words = "";
    broker.once("error", reject);
    broker.once("exit", () => reject(new Error(`Mosquitto has ended: ${words}`)));
    broker.stderr.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4000);
      if (/mosquitto version \S+ running/.test(words)) resolve(broker);
    });
  });
}

/**
 * Asks it to end, and resolves when it has. It is asked again and again: it says that it runs before it sets the flag that
 * the signal takes down, and loses a signal that comes in between.
 */
export function endProcess(broker: ChildProcess, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const asking = setInterval(() => broker.kill(signal), ASK_AGAIN_MS);
    broker.once("exit", () => {
      clearInterval(asking);
      resolve();
    });
    broker.kill(signal);
  });
}

/** A port on loopback that nobody listens at. */
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
