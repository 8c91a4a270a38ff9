// The bridge from the broker to the queue.
import { connect } from "ringmote/node.ts";
import type { Queue } from "./queue.ts";

/**
 * Acknowledges a message when the queue has it: what a bridge had that died, or hung, comes to the next one with its client identifier.
 * Such a message may be in the queue twice.
 */
export function bridge(broker: string, queue: Queue, id: string, signal: AbortSignal): void {
  const client = connect(broker, { id, session: "persistent", signal });
  client.subscribe(
    "vehicles/+/trip",
    ({ topic, payload }) => queue.append({ vehicle: topic.split("/")[1] as string, payload }),
    { qos: 1, acknowledge: "resolved" },
  );
}
