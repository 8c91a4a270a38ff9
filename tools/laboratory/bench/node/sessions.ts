// CPU time at the ends of connections: connecting, draining what was kept offline, coming back with a full ring.
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import { inTurn, middlePair } from "./pairs.ts";
import type { SessionAnswer, SessionQuestion } from "./session-child.ts";

export interface SessionEffort {
  rounds: number;
  /** Connections in each round that carry no message, and messages of those that do. */
  connections: number;
  messages: number;
}

interface SessionLine {
  name: string;
  work: SessionQuestion["work"];
  /** 0: what counts is the connection. */
  messages: number;
}

const LINES: readonly SessionLine[] = [
  { name: "connect, for each connection", work: "connect", messages: 0 },
  ...[1, 10, 100].map((messages): SessionLine => {
    const name = `keep ${messages} QoS 1 messages offline, connect and drain them, for each message`;
    return { name, work: "drain", messages };
  }),
  ...[10, 100].map((messages): SessionLine => {
    const name = `come back to ${messages} QoS 1 messages without PUBACK and send all, for each message`;
    return { name, work: "reconnect", messages };
  }),
];

export const sessions: Section = {
  title: "CPU time of connecting, draining and coming back: Node",
  words: ["sessions", "offline"],
  subject: "the client in Node",
  measure: () => sessionRows({ rounds: 5, connections: 300, messages: 5000 }),
};

/** Each contender alone in its process, over null peers, in turn. The first round is warm-up. */
export async function sessionRows({ rounds, connections, messages: all }: SessionEffort): Promise<Row[]> {
  const ours = startChild<SessionQuestion, SessionAnswer>("session-child.ts", ["ringmote"]);
  const theirs = startChild<SessionQuestion, SessionAnswer>("session-child.ts", ["mqtt"]);
  return withChildren([ours, theirs], async () => {
    const rows: Row[] = [];
    for (const { name, work, messages } of LINES) {
      const repeats = messages === 0 ? connections : Math.ceil(Math.min(all / messages, connections));
      const cost = async (child: typeof ours): Promise<number> =>
        (await child.ask({ work, messages, repeats })) / (repeats * Math.max(messages, 1));
      const pairs = await inTurn(
        rounds + 1,
        () => cost(ours),
        () => cost(theirs),
      );
      const middle = middlePair(pairs.slice(1));
      rows.push(
        peerRow("Node", "CPU microsecond", name, middle.ours, {
          peer: "MQTT.js",
          value: middle.theirs,
        }),
      );
    }
    return rows;
  });
}
