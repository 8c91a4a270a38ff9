// Rows of two contenders, each in a process of its own, that were asked the same in turn.
import { benchRow, type Row, type Target } from "../row.ts";
import { type Child, startChild, withChildren } from "./child.ts";
import type { Answer, Question } from "./contender-child.ts";
import type { ContenderName, Place, Version } from "./contenders.ts";
import { inTurn, middlePair, type Pair } from "./pairs.ts";

export type ContenderChild = Child<Question, Answer>;

/** What is told of the answers. */
export interface Told {
  unit: string;
  name: string;
  of: (answer: Answer) => number;
  target?: Target;
  headline?: string;
}

export function startContender(
  name: ContenderName,
  place: Place,
  { mqtt = 3, flags = [] }: { mqtt?: Version; flags?: readonly string[] } = {},
): ContenderChild {
  return startChild("contender-child.ts", [name, String(place), String(mqtt)], flags);
}

/**
 * Asks both `rounds` times, and once before, which does not count; of each figure the round with the middle
 * ratio is told.
 */
export async function askedInTurn(
  rounds: number,
  [ours, theirs]: readonly [ContenderChild, ContenderChild],
  question: Question,
  told: readonly Told[],
): Promise<Row[]> {
  return withChildren([ours, theirs], async () => {
    const ask = (child: ContenderChild) => () => child.ask(question);
    const pairs = await inTurn(rounds + 1, ask(ours), ask(theirs));
    return rowsBeside(pairs.slice(1), told);
  });
}

export function rowsBeside(pairs: readonly Pair<Answer>[], told: readonly Told[], peer = "MQTT.js"): Row[] {
  return told.map(({ of, ...told }) => {
    const { ours, theirs } = middlePair(
      pairs.map((pair) => ({ ours: of(pair.ours), theirs: of(pair.theirs) })),
    );
    return benchRow({ ...told, engine: "Node", ours, peer, value: theirs });
  });
}
