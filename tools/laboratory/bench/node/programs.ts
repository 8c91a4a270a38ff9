// What a program's client costs, as its program uses it: by the public face, at a real socket, through Mosquitto. Beside MQTT.js
// in the same way, each in a process of its own.
import { type PeerFigure, peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import { startFarLink } from "./far-link.ts";
import { throughMosquitto } from "./mosquitto.ts";
import { inTurn, middlePair, type Pair } from "./pairs.ts";
import type { ProgramName } from "./program.ts";
import type { ProgramAnswer, ProgramQuestion } from "./program-child.ts";

export interface ProgramEffort {
  rounds: number;
  /** Of each contender in each round. */
  messages: number;
  /** Idle ones, in one process. */
  clients: number;
  /** Wildcard filters that take none of the messages. */
  filters: number;
}

const ALL: ProgramEffort = { rounds: 5, messages: 50_000, clients: 2000, filters: 1000 };
const BURST = 500;
const ROUND_TRIPS_MS = [2, 20];
const MOST_HEAP = 4096;
const MOST_MEMORY = 8192;
/** V8's young generation grows to 16 MB by what connecting throws away, however many clients there are: here it stays at 1 MB. */
const SMALL_YOUNG = "--max-semi-space-size=1";

export const programs: Section = {
  title: "A program's client, by its public face and at a real socket: Node",
  words: ["programs", "heap"],
  subject: "the client in Node",
  measure: (skip) => throughMosquitto(skip, (port) => programRows(port, ALL)),
};

type Program = Child<ProgramQuestion, ProgramAnswer>;

export async function programRows(port: number, effort: ProgramEffort): Promise<Row[]> {
  const startAt =
    (brokerPort: number) =>
    (name: ProgramName, ...flags: string[]): Program =>
      startChild("program-child.ts", [name, String(brokerPort)], ["--expose-gc", ...flags]);
  const start = startAt(port);
  const { messages, filters } = effort;
  return [
    ...(await idleRows(start, effort)),
    ...(await messageRows(start, effort, "publish at QoS 0", "publish", { ratioAtMost: 0.3 })),
    ...(await messageRows(start, effort, "publish at QoS 1, awaited by 1,000 callers", "send", {
      ratioAtMost: 0.6,
    })),
    ...(await farRows(startAt, port, effort)),
    ...(await hearRows(start, effort, 0, { ratioAtMost: 0.6 })),
    ...(await hearRows(start, { ...effort, messages: Math.ceil(messages / 5) }, filters, {
      ratioAtMost: 0.6,
    })),
  ];
}

/** Both hold what a socket holds: the row of a bare one says how much that is. */
async function idleRows(
  start: (name: ProgramName, flag: string) => Program,
  { clients }: ProgramEffort,
): Promise<Row[]> {
  const idle = async (name: ProgramName) => {
    const child = start(name, SMALL_YOUNG);
    return withChildren([child], () => child.ask({ task: "be idle", count: clients }));
  };
  const [ours, theirs, bare] = [await idle("ringmote"), await idle("mqtt"), await idle("bare socket")];
  const each = `each of ${clients} connected and idle clients, its socket included`;
  const beside = (figure: keyof ProgramAnswer, peer: string, other: ProgramAnswer): PeerFigure => ({
    peer,
    value: other[figure],
  });
  const row = (unit: string, what: string, figure: keyof ProgramAnswer, peer: PeerFigure, target?: Target) =>
    peerRow("Node", unit, `${what} ${each}`, ours[figure] ?? 0, peer, target);
  return [
    row("byte", "heap held by", "heapBytes", beside("heapBytes", "MQTT.js", theirs), { atMost: MOST_HEAP }),
    row("byte", "heap held by", "heapBytes", beside("heapBytes", "bare socket", bare)),
    row("byte", "memory held by", "memoryBytes", beside("memoryBytes", "MQTT.js", theirs), {
      atMost: MOST_MEMORY,
    }),
    row("byte", "memory held by", "memoryBytes", beside("memoryBytes", "bare socket", bare)),
    peerRow("Node", "CPU microsecond", `connect ${each}`, ours.micros / clients, {
      peer: "MQTT.js",
      value: theirs.micros / clients,
    }),
  ];
}

/** CPU time and messages a second of the same rounds. The first one warms both up. */
async function messageRows(
  start: (name: ProgramName) => Program,
  { rounds, messages }: ProgramEffort,
  what: string,
  task: "publish" | "send",
  target: Target,
): Promise<Row[]> {
  const [ours, theirs] = [start("ringmote"), start("mqtt")];
  return withChildren([ours, theirs], async () => {
    const run = (child: Program) => () => child.ask({ task, count: messages });
    const pairs = await inTurn(rounds + 1, run(ours), run(theirs));
    return rowsOf(pairs.slice(1), messages, `${what}, through Mosquitto`, target);
  });
}

/** The same through a broker at some distance: a client that waits for each answer would send 50 messages a second at 20 ms. */
async function farRows(
  startAt: (port: number) => (name: ProgramName) => Program,
  port: number,
  effort: ProgramEffort,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const roundTripMs of ROUND_TRIPS_MS) {
    const link = await startFarLink(port, roundTripMs / 2);
    const what = `publish at QoS 1, awaited by 1,000 callers, ${roundTripMs} ms away`;
    rows.push(...(await messageRows(startAt(link.port), effort, what, "send", { ratioAtMost: 0.6 })));
    await link.end();
  }
  return rows;
}

async function hearRows(
  start: (name: ProgramName) => Program,
  { rounds, messages }: ProgramEffort,
  filters: number,
  target: Target,
): Promise<Row[]> {
  const [ours, theirs, sender] = [start("ringmote"), start("mqtt"), start("ringmote")];
  return withChildren([ours, theirs, sender], async () => {
    const pairs: Pair<ProgramAnswer>[] = [];
    for (const child of [ours, theirs]) await child.ask({ task: "listen", count: 0, filters });
    for (let round = 0; round <= rounds; round += 1) {
      // Both hear the same messages.
      const heard = [ours, theirs].map((child) => child.ask({ task: "have heard", count: messages }));
      // In bursts, and no more at once than a broker queues for a client.
      for (let sent = 0; sent < messages; sent += BURST)
        await sender.ask({ task: "publish", count: Math.min(BURST, messages - sent) });
      const [first, second] = await Promise.all(heard);
      if (first !== undefined && second !== undefined) pairs.push({ ours: first, theirs: second });
    }
    const what = `take a message at QoS 0 by a wildcard, through Mosquitto, with ${filters} other wildcards`;
    return rowsOf(pairs.slice(1), messages, what, target).slice(0, 1);
  });
}

function rowsOf(
  pairs: readonly Pair<ProgramAnswer>[],
  messages: number,
  name: string,
  target: Target,
): Row[] {
  const micros = middlePair(
    pairs.map(({ ours, theirs }) => ({ ours: ours.micros / messages, theirs: theirs.micros / messages })),
  );
  const rate = middlePair(
    pairs.map(({ ours, theirs }) => ({
      ours: (1000 * messages) / ours.ms,
      theirs: (1000 * messages) / theirs.ms,
    })),
  );
  return [
    peerRow("Node", "CPU microsecond", name, micros.ours, { peer: "MQTT.js", value: micros.theirs }, target),
    peerRow(
      "Node",
      "message",
      `${name}, messages a second`,
      rate.ours,
      { peer: "MQTT.js", value: rate.theirs },
      {
        ratioAtLeast: 1,
      },
    ),
  ];
}
