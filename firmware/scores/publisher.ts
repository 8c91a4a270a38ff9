// The publisher: the score behind each ball of a cricket match, kept by the broker for whoever comes later.
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "ringmote/node.ts";

export const TOPIC = "sports/cricket/india";

export interface Match {
  id: string;
  /** How many balls, and how many milliseconds between two. */
  balls: number;
  every: number;
  signal?: AbortSignal;
  /** Told of each ball before its score goes out. */
  bowled?: (ball: number) => void;
}

/** Publishes a match, ball by ball: "17 142/3", the ball's number, the runs and the wickets. */
export async function publishMatch(
  broker: string,
  { id, balls, every, signal, bowled }: Match,
): Promise<void> {
  // QoS 2 needs a session that the broker keeps: a link that is lost half-way makes no ball twice.
  const client = connect(broker, { id, keepAlive: 60, session: "persistent", ...(signal && { signal }) });
  await client.untilConnected();
  let [runs, wickets] = [0, 0];
  for (let ball = 1; ball <= balls && !signal?.aborted; ball += 1) {
    if (Math.random() < 0.03 && wickets < 10) wickets += 1;
    else runs += Math.floor(Math.random() * 7);
    bowled?.(ball);
    // Not awaited: while the broker is away the match goes on, and the client keeps the balls in order.
    client.send(TOPIC, `${ball} ${runs}/${wickets}`, { qos: 2, retain: true }).catch(() => {});
    await pause(every);
  }
}
