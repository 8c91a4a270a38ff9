// A display: it shows the newest score, and needs none of those before.
import { connect } from "ringmote/node.ts";
import { TOPIC } from "./publisher.ts";

export interface Display {
  id: string;
  signal?: AbortSignal;
  /** Shows a score, as "142/3" behind ball 17. */
  show: (ball: number, score: string) => void;
}

/** Shows the score at once, as the broker has kept it, and then each new one. */
export function display(broker: string, { id, signal, show }: Display): void {
  const client = connect(broker, { id, keepAlive: 60, ...(signal && { signal }) });
  let newest = 0;
  client.subscribe(
    TOPIC,
    ({ payload }) => {
      const [ball = "", score = ""] = payload.split(" ");
      // At QoS 1 an older one may come again.
      if (Number(ball) < newest) return;
      newest = Number(ball);
      show(newest, score);
    },
    { qos: 1 },
  );
}
