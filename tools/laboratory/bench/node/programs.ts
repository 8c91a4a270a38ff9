// The cost of a program's client, as its program uses it: by the public face, at a real socket, through
// Mosquitto. Beside MQTT.js in the same way, each in a process of its own.
import { spawnSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import type { Row, Target } from "../row.ts";
import type { Section } from "../section.ts";
import { type Metric, measuredInTurn, rowsBeside, startContender } from "./beside.ts";
import { withChildren } from "./child.ts";
import type { ContenderAnswer } from "./contender-child.ts";
import type { ContenderName, Qos } from "./contenders.ts";
import { type RunningMosquitto, throughMosquitto } from "./mosquitto.ts";
import type { Pair } from "./pairs.ts";

interface ProgramEffort {
  rounds: number;
  /** Of each contender in each round. */
  messages: number;
  /** Idle ones, in one process. */
  clients: number;
  /** Wildcard filters that take none of the messages. */
  filters: number;
  /** Of each contender in each round, one after the other. */
  longMessages: number;
}

const ALL: ProgramEffort = { rounds: 5, messages: 50_000, clients: 2000, filters: 1000, longMessages: 12 };
const CALLERS = [1, 7, 1000];
const BURST = 500;
/**
 * V8's young generation grows to 16 MB by what connecting throws away, however many clients there are: here
 * it stays at 1 MB.
 */
const IDLE_FLAGS = ["--expose-gc", "--max-semi-space-size=1"];
const MOST: Target = { ratioAtMost: 0.6 };
const FEW: Target = { ratioAtMost: 0.3 };
/** What costs is the system's copy of the bytes, which both have. */
const COPY: Target = { ratioAtMost: 1.3 };
const LONG_MIB = 16;

export const programs: Section = {
  title: "A program's client, by its public face and at a real socket: Node",
  subject: "the client in Node",
  measure: (skip) => throughMosquitto(skip, ({ port }) => programRows(port, ALL)),
};

async function programRows(port: number, effort: ProgramEffort): Promise<Row[]> {
  const { rounds, messages, filters } = effort;
  const headline = "Node, a program at a real socket:";
  const publishing = { task: "publish", count: messages } as const;
  const metrics = (name: string, target: Target, what: string): Metric[] => [
    cpu(messages, `${name}, through Mosquitto`, target, `${headline} ${what}`),
    {
      unit: "message",
      name: `${name}, through Mosquitto, messages a second`,
      of: ({ ms }) => (1000 * messages) / ms,
      target: { ratioAtLeast: 1 },
    },
  ];
  const both = (ours: ContenderName = "ringmote") =>
    [startContender(ours, port), startContender("MQTT.js", port)] as const;
  const published = metrics(
    "publish at QoS 0 to a prepared topic",
    FEW,
    "publish to a prepared topic at QoS 0",
  );
  const sent = metrics("send at QoS 0 to one topic, not awaited", FEW, "send at QoS 0 to one topic");
  const fewer = { ...effort, messages: Math.ceil(messages / 5) };
  const awaited: Row[] = [];
  for (const callers of CALLERS) {
    const those = callers === 1 ? "1 caller" : `${callers.toLocaleString("en-GB")} callers`;
    const offered = metrics(`send at QoS 1, awaited by ${those}`, MOST, `send at QoS 1, ${those}`);
    awaited.push(
      ...(await measuredInTurn(rounds, both(), { task: "send", count: messages, callers }, offered)),
    );
  }
  return [
    ...(await idleRows(port, effort)),
    ...(await measuredInTurn(rounds, both(), publishing, published)),
    ...(await measuredInTurn(rounds, both("ringmote, unprepared"), publishing, sent)),
    ...awaited,
    ...(await longRows(port, effort, 0)),
    ...(await longRows(port, effort, 1)),
    ...(await hearRows(port, effort, 0, 0, `${headline} take a message at QoS 0`)),
    ...(await hearRows(port, fewer, filters, 0, `${headline} the same beside 1,000 wildcards`)),
    ...(await hearRows(port, effort, 0, 1, `${headline} take a message at QoS 1`)),
  ];
}

/** Each is awaited before the next one goes: at QoS 0 until the link has taken it. */
function longRows(port: number, { rounds, longMessages }: ProgramEffort, qos: Qos): Promise<Row[]> {
  const what = `send a payload of ${LONG_MIB} MB at QoS ${qos}`;
  return measuredInTurn(
    rounds,
    [startContender("ringmote, of long messages", port), startContender("MQTT.js", port)],
    { task: "send", count: longMessages, qos, bytes: LONG_MIB * 2 ** 20 },
    [
      cpu(
        longMessages,
        `${what}, an array of bytes, one after the other, through Mosquitto`,
        COPY,
        `Node, a program at a real socket: ${what}`,
      ),
    ],
  );
}

function cpu(messages: number, name: string, target: Target, headline: string): Metric {
  return { unit: "CPU microsecond", name, of: ({ micros }) => micros / messages, target, headline };
}

/** Both hold what a socket holds: the row of a bare one says how much that is. */
async function idleRows(port: number, { clients }: ProgramEffort): Promise<Row[]> {
  const idle = (name: ContenderName): Promise<ContenderAnswer> => {
    const child = startContender(name, port, { flags: IDLE_FLAGS });
    return withChildren([child], () => child.ask({ task: "be idle", count: clients }));
  };
  const ours = await idle("ringmote");
  const each = `each of ${clients} connected and idle clients, its socket included`;
  const heap = {
    unit: "byte",
    name: `heap held by ${each}`,
    of: (answer: ContenderAnswer) => answer.heapBytes,
  };
  const aims = {
    ...heap,
    target: { atMost: 4096 },
    headline: "Node: heap of an idle client with its socket",
  };
  const memory: Metric = {
    unit: "byte",
    name: `memory held by ${each}`,
    of: (answer) => answer.memoryBytes,
    target: { atMost: 8192 },
  };
  const theirs = await idle("MQTT.js");
  const bare = await idle("bare socket");
  return [
    ...rowsBeside([{ ours, theirs }], [aims, memory]),
    ...rowsBeside([{ ours, theirs: bare }], [heap], "bare socket"),
  ];
}

async function hearRows(
  port: number,
  { rounds, messages }: ProgramEffort,
  filters: number,
  qos: Qos,
  headline: string,
): Promise<Row[]> {
  const [ours, theirs] = [startContender("ringmote", port), startContender("MQTT.js", port)];
  const sender = startContender("ringmote", port);
  return withChildren([ours, theirs, sender], async () => {
    const pairs: Pair<ContenderAnswer>[] = [];
    for (const child of [ours, theirs]) await child.ask({ task: "listen", filters, qos });
    for (let round = 0; round <= rounds; round += 1) {
      // Both hear the same messages.
      const heard = [ours, theirs].map((child) => child.ask({ task: "have heard", count: messages }));
      // In bursts, and no more at once than a broker queues for a client.
      for (let sent = 0; sent < messages; sent += BURST) {
        const count = Math.min(BURST, messages - sent);
        await sender.ask(qos === 0 ? { task: "publish", count } : { task: "offer", count, underWay: count });
      }
      const [first, second] = await Promise.all(heard);
      if (first !== undefined && second !== undefined) pairs.push({ ours: first, theirs: second });
    }
    const name = `take a message at QoS ${qos} by a wildcard, through Mosquitto, with ${filters} other wildcards`;
    return rowsBeside(pairs.slice(1), [cpu(messages, name, MOST, headline)]);
  });
}

/** Of each contender, all at once. */
const CLIENTS = 10_000;
/** How long their broker is away. Clients that count attempts wait far longer than it was. */
const OUTAGE_S = 2;
/** Files that a process has open besides its clients' sockets. */
const OTHER_FILES = 200;

export const manyClients: Section = {
  title: "Thousands of clients in one process: Node",
  subject: "the client in Node",
  async measure(skip) {
    const files = openFiles();
    const needed = CLIENTS + OTHER_FILES;
    if (files >= needed) return throughMosquitto(skip, (broker) => manyRows(broker, CLIENTS));
    skip(`a process may have ${files} open files here: raise that to ${needed} (ulimit -n).`);
    return [];
  },
};

async function manyRows(broker: RunningMosquitto, clients: number): Promise<Row[]> {
  const [connected, back] = [new Map<string, ContenderAnswer>(), new Map<string, ContenderAnswer>()];
  // In a process of its own, which ends before the next contender's begins.
  for (const name of ["ringmote", "MQTT.js"] as const) {
    const child = startContender(name, broker.port);
    await withChildren([child], async () => {
      connected.set(name, await child.ask({ task: "connect", count: clients }));
      await broker.stop();
      await Promise.all([child.ask({ task: "be lost" }), setTimeout(1000 * OUTAGE_S)]);
      await broker.start();
      back.set(name, await child.ask({ task: "be back" }));
    });
  }
  const pair = (answers: Map<string, ContenderAnswer>): Pair<ContenderAnswer>[] => {
    const [ours, theirs] = [...answers.values()] as [ContenderAnswer, ContenderAnswer];
    return [{ ours, theirs }];
  };
  return [
    ...rowsBeside(pair(connected), [
      {
        unit: "client",
        name: `connect ${clients} clients at once, clients a second`,
        of: ({ ms }) => (1000 * clients) / ms,
        target: { atLeast: 3000 },
      },
    ]),
    ...rowsBeside(pair(back), [
      {
        unit: "millisecond",
        name: `have ${clients} clients connected again, from the end of an outage of ${OUTAGE_S} s on`,
        of: ({ ms }) => ms,
        target: { atMost: 3000 * OUTAGE_S },
      },
    ]),
  ];
}

/** How many a process may have; Node raises what it has to what it may have. */
function openFiles(): number {
  const { stdout } = spawnSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" });
  return stdout.trim() === "unlimited" ? Number.POSITIVE_INFINITY : Number(stdout);
}
