// A broker of which nothing outlives it but a folder: what the real brokers have in common.
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestBroker } from "./broker.ts";
import { endProcess } from "./broker-process.ts";

/** Makes an empty folder for a broker's files. */
export function brokerFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `ringmote-${name}-`));
}

export interface BrokerInFolder extends TestBroker {
  /** Ends it at once (SIGKILL): it writes nothing down. It may be started again. */
  crash: () => Promise<void>;
  /** Of its process; `undefined` while it is stopped. */
  pid: () => number | undefined;
}

/**
 * Starts a broker by `run`, which resolves when it takes connections. `ended` is called when it has ended for
 * good.
 */
export async function startIn(
  folder: string,
  port: number,
  run: () => Promise<ChildProcess>,
  ended: () => Promise<void> = () => Promise.resolve(),
): Promise<BrokerInFolder> {
  let broker: ChildProcess | undefined;
  async function start(): Promise<void> {
    broker = await run();
  }
  async function endBy(signal?: "SIGKILL"): Promise<void> {
    const ending = broker;
    broker = undefined;
    if (ending !== undefined) await endProcess(ending, signal);
  }
  const stop = () => endBy();
  async function end(): Promise<void> {
    await stop();
    await ended();
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await start();
  } catch (error) {
    await end();
    throw error;
  }
  return { port, start, stop, end, crash: () => endBy("SIGKILL"), pid: () => broker?.pid };
}
