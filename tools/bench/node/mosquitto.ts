// A Mosquitto for the bench: on loopback, with a configuration of its own, ended by its process number.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";

/** Debian keeps it where only the administrator's PATH looks. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];

/** Why a part that needs it is skipped. */
export const NO_MOSQUITTO = "mosquitto is not here: it is in Debian's package mosquitto.";

export interface RunningMosquitto {
  port: number;
  end: () => Promise<void>;
}

/** Starts one; `undefined` where there is none. Resolves when it takes connections. */
export async function startMosquitto(): Promise<RunningMosquitto | undefined> {
  const program = FOLDERS.map((folder) => join(folder, "mosquitto")).find(existsSync);
  if (program === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "ringmote-bench-mosquitto-"));
  const port = await freePort();
  const configuration = join(folder, "mosquitto.conf");
  const lines = [`user ${userInfo().username}`, "allow_anonymous true"];
  writeFileSync(configuration, [...lines, "log_dest stderr", `listener ${port} 127.0.0.1`, ""].join("\n"));
  const broker = spawn(program, ["-c", configuration], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => broker.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    let words = "";
    broker.once("exit", () => reject(new Error(`Mosquitto has ended: ${words}`)));
    broker.stderr.on("data", (chunk: Buffer) => {
      words += chunk.toString();
      if (/mosquitto version \S+ running/.test(words)) resolve();
    });
  });
  return {
    port,
    async end() {
      broker.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
