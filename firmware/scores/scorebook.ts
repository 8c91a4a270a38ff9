// The scorebook: it has each ball once, in order, however long it was away.
import { connect } from "ringmote/node.ts";
import { TOPIC } from "./publisher.ts";

export interface Scorebook {
  id: string;
  signal?: AbortSignal;
  write: (ball: number, score: string) => void;
}

/** The broker keeps for it what comes while it is away (a persistent session), and QoS 2 brings nothing twice. */
export function keepScorebook(broker: string, { id, signal, write }: Scorebook): void {
  const client = connect(broker, { id, keepAlive: 60, session: "persistent", ...(signal && { signal }) });
  client.subscribe(
    TOPIC,
    ({ payload, retained }) => {
      // What the broker has kept comes again with each connection: it is no new ball.
      if (retained) return;
      const [ball = "", score = ""] = payload.split(" ");
      write(Number(ball), score);
    },
    { qos: 2 },
  );
}
