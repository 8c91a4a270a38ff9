// What a long message costs a program's client, by its public face, through Mosquitto. Beside MQTT.js, each in a process of its own.
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import { throughMosquitto } from "./mosquitto.ts";
import { inTurn, middlePair } from "./pairs.ts";
import type { ProgramName } from "./program.ts";
import type { ProgramAnswer, ProgramQuestion } from "./program-child.ts";

export interface LongEffort {
  rounds: number;
  /** Of the message, and of the one that it stands beside. */
  bytes: number;
  fewerBytes: number;
}

const MEBIBYTE = 1_048_576;
const ALL: LongEffort = { rounds: 11, bytes: 16 * MEBIBYTE, fewerBytes: 4 * MEBIBYTE };
/** In a microsecond. */
const NANOSECONDS = 1000;

export const longMessages: Section = {
  title: "A program's long messages: Node",
  words: ["long-messages"],
  subject: "the client in Node",
  measure: (skip) => throughMosquitto(skip, (port) => longRows(port, ALL)),
};

/** The first round of each size warms both up. */
export async function longRows(port: number, effort: LongEffort): Promise<Row[]> {
  const { rounds, bytes, fewerBytes } = effort;
  const start = (name: ProgramName): Child<ProgramQuestion, ProgramAnswer> =>
    startChild("program-child.ts", [name, String(port)]);
  const [ours, theirs] = [start("ringmote"), start("mqtt")];
  return withChildren([ours, theirs], async () => {
    const cost = (child: typeof ours, count: number) => async () =>
      (await child.ask({ task: "send long", count })).micros;
    const middle = async (one: () => Promise<number>, other: () => Promise<number>) =>
      middlePair((await inTurn(rounds + 1, one, other)).slice(1));
    const beside = await middle(cost(ours, bytes), cost(theirs, bytes));
    const grown = await middle(
      async () => (await cost(ours, bytes)()) / bytes,
      async () => (await cost(ours, fewerBytes)()) / fewerBytes,
    );
    const name = `publish ${bytes} bytes at QoS 1, through Mosquitto`;
    return [
      peerRow(
        "Node",
        "CPU microsecond",
        name,
        beside.ours,
        { peer: "MQTT.js", value: beside.theirs },
        { ratioAtMost: 1 },
      ),
      peerRow(
        "Node",
        "CPU nanosecond",
        `${name}, for each byte`,
        grown.ours * NANOSECONDS,
        { peer: `itself with ${fewerBytes}`, value: grown.theirs * NANOSECONDS },
        { ratioAtMost: 1.25 },
      ),
    ];
  });
}
