// A Mosquitto for the bench: on loopback, with a configuration of its own.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { endProcess, freePort } from "../../brokers/broker-process.ts";
import { hasMosquitto, startMosquittoProcess } from "../../brokers/mosquitto.ts";
import type { Row } from "../row.ts";

export interface RunningMosquitto {
  port: number;
  /** Ends its process, and starts it at its port again; it has forgotten all. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** For good. */
  end: () => Promise<void>;
}

/** Starts one; `undefined` where there is none. Resolves when it takes connections. */
async function startMosquitto(): Promise<RunningMosquitto | undefined> {
  if (!hasMosquitto) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-mosquitto-"));
  const port = await freePort();
  const configuration = join(folder, "mosquitto.conf");
  const lines = [`user ${userInfo().username}`, "allow_anonymous true", "max_queued_messages 0"];
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

/** Measures at one, and ends it. Without one it is skipped: there are no rows. */
export async function throughMosquitto(
  skip: (reason: string) => void,
  measure: (broker: RunningMosquitto) => Promise<Row[]>,
): Promise<Row[]> {
  const broker = await startMosquitto();
  if (broker === undefined) skip("mosquitto is not here: it is in Debian's package mosquitto.");
  try {
    return broker === undefined ? [] : await measure(broker);
  } finally {
    await broker?.end();
  }
}
