// CPU time to take a message and hand it to its subscriber, beside MQTT.js.
import { peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { startChild, withChildren } from "./child.ts";
import { inTurn, middlePair } from "./pairs.ts";
import type { ReceivingAnswer, ReceivingQuestion } from "./receiving.ts";

export interface ReceiveEffort {
  rounds: number;
  /** Messages in each round; the first one is warm-up. */
  messages: number;
}

const SUBSCRIPTIONS = [1, 10, 100];

export const receive: Section = {
  title: "CPU time of the client for each message taken: Node",
  words: ["receive"],
  subject: "the client in Node",
  measure: () => receiveRows({ rounds: 7, messages: 20_000 }),
};

/** Each contender alone in its process, over a null peer, in turn. */
export async function receiveRows({ rounds, messages }: ReceiveEffort): Promise<Row[]> {
  const ours = startChild<ReceivingQuestion, ReceivingAnswer>("receiving.ts", ["ringmote"]);
  const theirs = startChild<ReceivingQuestion, ReceivingAnswer>("receiving.ts", ["mqtt"]);
  return withChildren([ours, theirs], async () => {
    const rows: Row[] = [];
    for (const subscriptions of SUBSCRIPTIONS) {
      const cost = async (child: typeof ours): Promise<number> =>
        (await child.ask({ messages, subscriptions })) / messages;
      const pairs = await inTurn(
        rounds + 1,
        () => cost(ours),
        () => cost(theirs),
      );
      const middle = middlePair(pairs.slice(1));
      const name = `take a PUBLISH at QoS 0 and hand its payload to one of ${subscriptions} subscriptions, through a null peer`;
      rows.push(
        peerRow("Node", "CPU microsecond", name, middle.ours, { peer: "MQTT.js", value: middle.theirs }),
      );
    }
    return rows;
  });
}
