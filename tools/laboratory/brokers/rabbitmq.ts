// RabbitMQ on loopback, as Debian has it: MQTT 3.1.1 by its plugin. Its node and the node's port mapper are ours alone.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestBroker } from "./broker.ts";
import { brokerFolder, startIn } from "./broker-folder.ts";
import { endProcess, findProgram, freePort, startProcess } from "./broker-process.ts";

/** The script of the package that changes the user is of no use here: this is the one below it. */
const DEBIANS = "/usr/lib/rabbitmq/bin/rabbitmq-server";

export const rabbitProgram =
  process.env.RABBITMQ_BIN === undefined && existsSync(DEBIANS)
    ? DEBIANS
    : findProgram("rabbitmq-server", "RABBITMQ_BIN");

export async function startRabbit(): Promise<TestBroker> {
  const folder = brokerFolder("rabbitmq");
  const file = (name: string) => join(folder, name);
  const [port, amqp, node, mapper] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    `mqtt.listeners.tcp.1 = 127.0.0.1:${port}`,
    "mqtt.allow_anonymous = true",
  ];
  writeFileSync(file("rabbitmq.conf"), `${lines.join("\n")}\n`);
  writeFileSync(file("plugins"), "[rabbitmq_mqtt].\n");
  const ofMapper = { ERL_EPMD_PORT: `${mapper}`, ERL_EPMD_ADDRESS: "127.0.0.1" };
  const portMapper = await startProcess("epmd", ["-d"], {
    isUp: /epmd running|entering the main select/,
    env: ofMapper,
  });
  const env = {
    ...ofMapper,
    HOME: folder,
    RABBITMQ_NODENAME: "ringmote@localhost",
    RABBITMQ_DIST_PORT: `${node}`,
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    RABBITMQ_CONFIG_FILE: file("rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: file("plugins"),
    RABBITMQ_MNESIA_BASE: file("mnesia"),
    RABBITMQ_LOG_BASE: file("log"),
    RABBITMQ_LOGS: "-",
  };
  const run = () => startProcess(rabbitProgram as string, [], { isUp: /Server startup complete/, env });
  return startIn(folder, port, run, () => endProcess(portMapper));
}
