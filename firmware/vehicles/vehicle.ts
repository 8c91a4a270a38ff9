// A vehicle: it tells of its trip, each message with the next number, and does what it is commanded.
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "ringmote/node.ts";

export interface Trip {
  id: string;
  /** How many messages, and milliseconds between two. */
  messages: number;
  every: number;
  signal?: AbortSignal;
  /** Told of each number before its message goes out. */
  sent?: (number: number) => void;
}

/** Drives: "17 1767225600000 23.4" at vehicles/<id>/trip is the number, the time of sending in milliseconds, and the kilometres. */
export async function drive(broker: string, { id, messages, every, signal, sent }: Trip): Promise<void> {
  // A persistent session: commands wait for it in a tunnel.
  const client = connect(broker, { id, keepAlive: 60, session: "persistent", ...(signal && { signal }) });
  client.subscribe(`vehicles/${id}/command`, ({ payload, retained }) => {
    if (!retained) client.send(`vehicles/${id}/done`, payload, { qos: 1 }).catch(() => {});
  });
  let kilometres = 0;
  for (let number = 1; number <= messages && !signal?.aborted; number += 1) {
    kilometres += Math.random();
    sent?.(number);
    // Not awaited: the client keeps the messages in order while the broker is away.
    const text = `${number} ${Date.now()} ${kilometres.toFixed(1)}`;
    client.send(`vehicles/${id}/trip`, text, { qos: 1 }).catch(() => {});
    await pause(every);
  }
}
