// How quickly thousands of clients of one process connect, and come back to a broker that was away. Beside MQTT.js.
import { spawnSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import type { ManyAnswer, ManyQuestion } from "./many-clients-child.ts";
import { type RunningMosquitto, throughRunning } from "./mosquitto.ts";
import type { ProgramName } from "./program.ts";

/** Of each contender, all at once. */
const CLIENTS = 10_000;
/** How long their broker is away. Clients that count attempts wait far longer than it was. */
const OUTAGE_S = 2;
/** Files that a process has open besides its clients' sockets. */
const OTHER_FILES = 200;

export const manyClients: Section = {
  title: "Thousands of clients in one process: Node",
  words: ["many-clients"],
  subject: "the client in Node",
  async measure(skip) {
    const files = openFiles();
    const needed = CLIENTS + OTHER_FILES;
    if (files >= needed) return throughRunning(skip, (broker) => manyRows(broker, CLIENTS));
    skip(`a process may have ${files} open files here: raise that to ${needed} (ulimit -n).`);
    return [];
  },
};

export async function manyRows(broker: RunningMosquitto, clients: number): Promise<Row[]> {
  const ours = await figuresOf("ringmote", broker, clients);
  const theirs = await figuresOf("mqtt", broker, clients);
  const peer = (value: number) => ({ peer: "MQTT.js", value });
  return [
    peerRow(
      "Node",
      "client",
      `connect ${clients} clients at once, clients a second`,
      ours.aSecond,
      peer(theirs.aSecond),
      { atLeast: 3000 },
    ),
    peerRow(
      "Node",
      "millisecond",
      `have ${clients} clients connected again, from the end of an outage of ${OUTAGE_S} s on`,
      ours.backMs,
      peer(theirs.backMs),
      { atMost: 3000 * OUTAGE_S },
    ),
  ];
}

/** In a process of its own, which ends before the next contender's begins. */
async function figuresOf(
  name: ProgramName,
  broker: RunningMosquitto,
  clients: number,
): Promise<{ aSecond: number; backMs: number }> {
  const child = startChild<ManyQuestion, ManyAnswer>("many-clients-child.ts", [name, String(broker.port)]);
  return withChildren([child], async () => {
    const ms = await child.ask({ task: "connect", count: clients });
    await broker.stop();
    await Promise.all([child.ask({ task: "be lost" }), setTimeout(1000 * OUTAGE_S)]);
    await broker.start();
    return { aSecond: (1000 * clients) / ms, backMs: await child.ask({ task: "be back" }) };
  });
}

/** How many a process may have; Node raises what it has to what it may have. */
function openFiles(): number {
  const { stdout } = spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" });
  return stdout.trim() === "unlimited" ? Number.POSITIVE_INFINITY : Number(stdout);
}
