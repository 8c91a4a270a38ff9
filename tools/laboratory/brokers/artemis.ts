// ActiveMQ Artemis on loopback, with an instance of its own in a temporary folder.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestBroker } from "./broker.ts";
import { brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

export const artemisProgram = findProgram("artemis", "ARTEMIS_BIN");

/** What it would listen for besides MQTT, and on every address. */
const OTHERS = ["--no-web", "--no-amqp-acceptor", "--no-hornetq-acceptor", "--no-stomp-acceptor"];

export async function startArtemis(): Promise<TestBroker> {
  const folder = brokerFolder("artemis");
  const instance = join(folder, "instance");
  const access = ["--user", "ringmote", "--password", "ringmote", "--allow-anonymous"];
  const args = ["create", "--silent", ...access, ...OTHERS, "--no-autotune", instance];
  const { status, stderr, stdout } = spawnSync(artemisProgram as string, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Artemis made no instance: ${stderr}${stdout}`);
  const port = await freePort();
  const file = join(instance, "etc", "broker.xml");
  const xml = readFileSync(file, "utf8");
  const acceptor = `<acceptor name="mqtt">tcp://127.0.0.1:${port}?protocols=MQTT</acceptor>`;
  writeFileSync(file, xml.replace(/<acceptors>.*<\/acceptors>/s, `<acceptors>${acceptor}</acceptors>`));
  const run = () => startProcess(join(instance, "bin", "artemis"), ["run"], { isUp: /Server is now live/ });
  return startIn(folder, port, run);
}
