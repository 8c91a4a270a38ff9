// mochi-mqtt on loopback, by its own program: it keeps sessions and messages in memory only.
import type { TestBroker } from "./broker.ts";
import { brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

export const mochiProgram = findProgram("mochi-mqtt", "MOCHI_BIN");

export async function startMochi(): Promise<TestBroker> {
  const [port, ws, info] = [await freePort(), await freePort(), await freePort()];
  const at = (port: number) => `127.0.0.1:${port}`;
  const args = ["-tcp", at(port), "-ws", at(ws), "-info", at(info)];
  return startIn(brokerFolder("mochi"), port, () =>
    startProcess(mochiProgram as string, args, { isUp: /mochi mqtt server started/ }),
  );
}
