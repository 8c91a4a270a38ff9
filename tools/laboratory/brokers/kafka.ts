// A real Kafka of one node on loopback, in KRaft mode. Its jars lie in libs/ of the folder that KAFKA_HOME
// names: a distribution's, or what Maven copies of org.apache.kafka:kafka_2.13.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type BrokerInFolder, brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

const JAVA = findProgram("java", "JAVA_BIN");
const LIBS = join(process.env.KAFKA_HOME ?? "", "libs");
/** Any will do: there is one cluster. */
const CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";
const LOOK_MS = 200;
const STARTS_WITHIN_MS = 120_000;

export function hasKafka(): boolean {
  const jars = process.env.KAFKA_HOME && existsSync(LIBS) ? readdirSync(LIBS) : [];
  return JAVA !== undefined && jars.some((name) => /^kafka_2[.]13-.*[.]jar$/.test(name));
}

/** Resolves when it takes connections. */
export async function startKafka(): Promise<BrokerInFolder> {
  const folder = brokerFolder("kafka");
  const [port, controller] = [await freePort(), await freePort()];
  const file = join(folder, "server.properties");
  writeFileSync(
    file,
    `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
controller.listener.names=CONTROLLER
log.dirs=${join(folder, "data")}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
`,
  );
  const java = (...args: string[]) => ["-Xmx512m", "-showversion", "-cp", join(LIBS, "*"), ...args];
  const format = java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", file);
  const { status, stderr } = spawnSync(JAVA as string, format, { encoding: "utf8" });
  if (status !== 0) throw new Error(`Kafka cannot format ${folder}: ${stderr}`);
  return startIn(folder, port, async () => {
    // Who has no logger configured prints nothing but Java's version.
    const broker = await startProcess(JAVA as string, java("kafka.Kafka", file), { isUp: /version/ });
    for (let ms = 0; !(await isOpen(port)); ms += LOOK_MS) {
      if (ms > STARTS_WITHIN_MS || broker.exitCode !== null)
        throw new Error(`Kafka has not started in ${folder}.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return broker;
  });
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
