// From publish to acknowledgement at QoS 1 through Mosquitto, one message after the other, beside MQTT.js.
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import { throughMosquitto } from "./mosquitto.ts";
import { inTurn, middlePair, type Pair } from "./pairs.ts";
import type { ContenderName, PublishingAnswer, PublishingQuestion } from "./publishing.ts";

export interface AcknowledgementEffort {
  rounds: number;
  /** Messages of each contender in each round, and before the first one. */
  messages: number;
  warmUp: number;
}

const PERCENTILES = [50, 99];

export const acknowledgement: Section = {
  title: "From publish to acknowledgement: Node",
  words: ["latency"],
  subject: "the client in Node",
  measure: (skip) =>
    throughMosquitto(skip, (port) => acknowledgementRows(port, { rounds: 25, messages: 1000, warmUp: 5000 })),
};

/** Both contenders take turns; of each percentile the round with the middle ratio counts. */
export async function acknowledgementRows(
  port: number,
  { rounds, messages, warmUp }: AcknowledgementEffort,
): Promise<Row[]> {
  const start = (name: ContenderName) =>
    startChild<PublishingQuestion, PublishingAnswer>("publishing.ts", [name, String(port)]);
  const ours = start("ringmote");
  const theirs = start("mqtt");
  return withChildren([ours, theirs], async () => {
    await ours.ask({ count: warmUp, qos: 1, underWay: 0 });
    await theirs.ask({ count: warmUp, qos: 1, underWay: 0 });
    const sorted = async (child: typeof ours): Promise<number[]> =>
      (await child.ask({ count: messages, qos: 1, underWay: 0 })).sort((a, b) => a - b);
    const runs = await inTurn(
      rounds,
      () => sorted(ours),
      () => sorted(theirs),
    );
    return PERCENTILES.map((percent) => percentileRow(percent, runs));
  });
}

function percentileRow(percent: number, runs: readonly Pair<number[]>[]): Row {
  const { ours, theirs } = middlePair(
    runs.map((run) => ({ ours: percentile(run.ours, percent), theirs: percentile(run.theirs, percent) })),
  );
  const name = `publish to acknowledgement at QoS 1 through Mosquitto, ${percent} % of messages within`;
  return peerRow("Node", "microsecond", name, ours, { peer: "MQTT.js", value: theirs }, { ratioAtMost: 1 });
}

/** The value that `percent` of the sorted `values` do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  return values[Math.max(0, Math.ceil((values.length * percent) / 100) - 1)] ?? Number.NaN;
}
