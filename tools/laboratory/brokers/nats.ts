// NATS on loopback, as Debian has it: MQTT 3.1.1, with its sessions in a store of its own.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestBroker } from "./broker.ts";
import { brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

export const natsProgram = findProgram("nats-server", "NATS_BIN");

export async function startNats(): Promise<TestBroker> {
  const folder = brokerFolder("nats");
  const [port, natsPort] = [await freePort(), await freePort()];
  const configuration = join(folder, "nats.conf");
  const lines = [
    `listen: "127.0.0.1:${natsPort}"`,
    'server_name: "ringmote"',
    `jetstream { store_dir: "${folder}/store" }`,
    `mqtt { listen: "127.0.0.1:${port}" }`,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`);
  const run = () => startProcess(natsProgram as string, ["-c", configuration], { isUp: /Server is ready/ });
  return startIn(folder, port, run);
}
