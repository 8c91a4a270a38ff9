// A worker: it takes a part of the readings, does something with each, and acknowledges it then.
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "ringmote/node.ts";
import type { Ledger } from "./ledger.ts";
import { ALL } from "./sensor.ts";

/** What comes while all of a group are away waits in their sessions. */
export const SHARED = { filter: `$share/workers/${ALL}`, session: "persistent", mqtt: 3 } as const;
/** What comes while all are away waits in the queue; in MQTT 5.0 a message says that it is the queue's, as its topic does not. */
export const QUEUED = { filter: `$q/${ALL}`, session: "clean", mqtt: 5 } as const;

export interface Worker {
  id: string;
  from: typeof SHARED | typeof QUEUED;
  /** Of all workers of this kind. */
  ledger: Ledger;
  signal: AbortSignal;
  /** Told of a reading that it has taken. */
  taken: (topic: string, reading: number) => void;
}

export function work(broker: string, { id, from, ledger, signal, taken }: Worker): void {
  const client = connect(broker, {
    id,
    keepAlive: 60,
    session: from.session,
    mqtt: from.mqtt,
    signal,
    // Who ends in the middle of its work has not done it: another one does.
    handlerFailed: (_topic, error) => {
      if (!signal.aborted) throw error;
    },
  });
  client.subscribe(
    from.filter,
    async ({ topic, payload }) => {
      const [reading = ""] = payload.split(" ");
      await pause(10 + Math.random() * 50);
      signal.throwIfAborted();
      // Acknowledged, and its answer lost on the way: then it comes again.
      if (ledger.take(topic, Number(reading))) taken(topic, Number(reading));
    },
    { qos: 1, acknowledge: "resolved" },
  );
}
