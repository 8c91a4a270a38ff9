// Rows of two contenders, each in a process of its own, that were asked the same in turn.
import { benchRow, type Row, type Target } from "../row.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import type { ContenderAnswer, ContenderQuestion } from "./contender-child.ts";
import type { ContenderName, ContenderPlace, Version } from "./contenders.ts";
import { inTurn, middlePair, type Pair } from "./pairs.ts";

export type ContenderChild = Child<ContenderQuestion, ContenderAnswer>;

/** A figure of both contenders: its row, and its value in an answer. */
export interface Metric {
  unit: string;
  name: string;
  of: (answer: ContenderAnswer) => number;
  target?: Target;
  headline?: string;
}

export function startContender(
  name: ContenderName,
  place: ContenderPlace,
  { mqtt = 3, flags = [] }: { mqtt?: Version; flags?: readonly string[] } = {},
): ContenderChild {
  return startChild("contender-child.ts", [name, String(place), String(mqtt)], flags);
}

/**
 * Sends both the question `rounds` times, and once before, which does not count. The row of each metric is
 * that of the round with the middle ratio.
 */
export async function measuredInTurn(
  rounds: number,
  [ours, theirs]: readonly [ContenderChild, ContenderChild],
  question: ContenderQuestion,
  metrics: readonly Metric[],
): Promise<Row[]> {
  return withChildren([ours, theirs], async () => {
    const ask = (child: ContenderChild) => () => child.ask(question);
    const pairs = await inTurn(rounds + 1, ask(ours), ask(theirs));
    return rowsBeside(pairs.slice(1), metrics);
  });
}

export function rowsBeside(
  pairs: readonly Pair<ContenderAnswer>[],
  metrics: readonly Metric[],
  peer = "MQTT.js",
): Row[] {
  return metrics.map(({ of, ...metric }) => {
    const { ours, theirs } = middlePair(
      pairs.map((pair) => ({ ours: of(pair.ours), theirs: of(pair.theirs) })),
    );
    return benchRow({ ...metric, engine: "Node", ours, peer, value: theirs });
  });
}
