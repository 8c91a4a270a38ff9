// A Mosquitto for the bench: on loopback, with a configuration of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { endProcess, freePort } from "../../brokers/broker-process.ts";
import { hasMosquitto, startMosquittoProcess } from "../../brokers/mosquitto.ts";
import type { Row } from "../row.ts";

/** Why a part that needs it is skipped. */
const NO_MOSQUITTO = "mosquitto is not here: it is in Debian's package mosquitto.";

export interface RunningMosquitto {
  port: number;
  /** Ends its process, and starts it at its port again; it has forgotten all. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** For good. */
  end: () => Promise<void>;
}

/** Starts one; `undefined` where there is none. Resolves when it takes connections. */
export async function startMosquitto(): Promise<RunningMosquitto | undefined> {
  if (!hasMosquitto) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-mosquitto-"));
  const port = await freePort();
  const configuration = join(folder, "mosquitto.conf");
  const lines = [`user ${userInfo().username}`, "allow_anonymous true"];
  writeFileSync(configuration, [...lines, "log_dest stderr", `listener ${port} 127.0.0.1`, ""].join("\n"));
  let broker = await startMosquittoProcess(configuration);
  return {
    port,
    stop: () => endProcess(broker),
    async start() {
      broker = await startMosquittoProcess(configuration);
    },
    async end() {
      await endProcess(broker);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Measures at the port of one, and ends it. Without one it is skipped: there are no rows. */
export function throughMosquitto(
  skip: (reason: string) => void,
  measure: (port: number) => Promise<Row[]>,
): Promise<Row[]> {
  return throughRunning(skip, ({ port }) => measure(port));
}

/** The same for who restarts it. */
export async function throughRunning(
  skip: (reason: string) => void,
  measure: (broker: RunningMosquitto) => Promise<Row[]>,
): Promise<Row[]> {
  const broker = await startMosquitto();
  if (broker === undefined) {
    skip(NO_MOSQUITTO);
    return [];
  }
  try {
    return await measure(broker);
  } finally {
    await broker.end();
  }
}
