// RabbitMQ on loopback, as Debian has it: MQTT 3.1.1 by its plugin. Its nodes and their port mapper are ours
// alone.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestBroker } from "./broker.ts";
import { type BrokerInFolder, brokerFolder, startIn } from "./broker-folder.ts";
import { endProcess, findProgram, freePort, startProcess } from "./broker-process.ts";

/** The script of the package that changes the user is of no use here: this is the one below it. */
const DEBIANS = "/usr/lib/rabbitmq/bin/rabbitmq-server";

export const rabbitProgram =
  process.env.RABBITMQ_BIN === undefined && existsSync(DEBIANS)
    ? DEBIANS
    : findProgram("rabbitmq-server", "RABBITMQ_BIN");

export async function startRabbit(): Promise<TestBroker> {
  const { nodes, end } = await startRabbitCluster(1);
  const [node] = nodes as [BrokerInFolder];
  return { ...node, end };
}

export interface RabbitCluster {
  nodes: readonly BrokerInFolder[];
  /** Ends all of them for good. */
  end: () => Promise<void>;
}

/**
 * Starts so many nodes that are one broker. Where there are several, each message of a persistent session
 * lies on most of them before it is acknowledged (quorum queues), so that one node may be killed. Resolves
 * when all take connections.
 */
export async function startRabbitCluster(count: number): Promise<RabbitCluster> {
  const folder = brokerFolder("rabbitmq");
  const mapper = { ERL_EPMD_PORT: `${await freePort()}`, ERL_EPMD_ADDRESS: "127.0.0.1" };
  const portMapper = await startProcess("epmd", ["-d"], {
    isUp: /epmd running|entering the main select/,
    env: mapper,
  });
  // By this secret nodes know each other; each would make one of its own.
  writeFileSync(join(folder, ".erlang.cookie"), randomBytes(16).toString("hex"), { mode: 0o400 });
  const names = Array.from({ length: count }, (_, i) => `ringmote${i + 1}@localhost`);
  const nodes: BrokerInFolder[] = [];
  const end = async () => {
    await Promise.all(nodes.map((node) => node.end()));
    await endProcess(portMapper);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    // One behind the other, each with those before it: together they may wait for each other for 100 s.
    for (const [i, name] of names.entries()) {
      const joins = names.slice(0, i);
      nodes.push(await startNode({ name, joins, folder: join(folder, name), isOne: count === 1, mapper }));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { nodes, end };
}

interface NodePlan {
  name: string;
  /** Nodes that it makes a cluster with at its first start. */
  joins: readonly string[];
  /** Is it the only one? */
  isOne: boolean;
  folder: string;
  mapper: Readonly<Record<string, string>>;
}

async function startNode({ name, joins, isOne, folder, mapper }: NodePlan): Promise<BrokerInFolder> {
  mkdirSync(folder);
  const file = (called: string) => join(folder, called);
  const [port, amqp, distribution] = [await freePort(), await freePort(), await freePort()];
  const lines = [
    `listeners.tcp.1 = 127.0.0.1:${amqp}`,
    `mqtt.listeners.tcp.1 = 127.0.0.1:${port}`,
    "mqtt.allow_anonymous = true",
  ];
  // Each acknowledgement is agreed on by nodes: with ten messages on their way to a client, as by default, it
  // is given few a second.
  if (!isOne) lines.push("mqtt.durable_queue_type = quorum", "mqtt.prefetch = 500");
  if (joins.length > 0) lines.push("cluster_formation.peer_discovery_backend = classic_config");
  for (const [i, node] of joins.entries())
    lines.push(`cluster_formation.classic_config.nodes.${i + 1} = ${node}`);
  writeFileSync(file("rabbitmq.conf"), `${lines.join("\n")}\n`);
  writeFileSync(file("plugins"), "[rabbitmq_mqtt].\n");
  const env = {
    ...mapper,
    HOME: dirname(folder),
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: `${distribution}`,
    // A killed node's peers may write down their state, where it is not in the way.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {127,0,0,1} -mnesia core_dir "${folder}"`,
    RABBITMQ_CONFIG_FILE: file("rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: file("plugins"),
    RABBITMQ_MNESIA_BASE: file("mnesia"),
    RABBITMQ_LOG_BASE: file("log"),
    RABBITMQ_LOGS: "-",
  };
  const run = () => startProcess(rabbitProgram as string, [], { isUp: /Server startup complete/, env });
  return startIn(folder, port, run);
}
