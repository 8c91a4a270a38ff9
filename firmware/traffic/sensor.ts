// A sensor beside a road: how many vehicles have passed, with the number of the reading.
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "ringmote/node.ts";

/** Where a sensor publishes. */
export const topicOf = (id: string) => `sensor/${id}/data`;
/** All of them. */
export const ALL = "sensor/+/data";

export interface Sensor {
  id: string;
  /** How many readings, and how many milliseconds before each. */
  readings: number;
  every: number;
  signal?: AbortSignal;
  /** Told of each reading before it goes out. */
  counted?: (reading: number) => void;
}

/** Publishes "17 42": the reading's number, and vehicles since the one before. */
export async function sense(broker: string, { id, readings, every, signal, counted }: Sensor): Promise<void> {
  const client = connect(broker, { id, keepAlive: 60, ...(signal && { signal }) });
  await client.untilConnected();
  for (let reading = 1; reading <= readings; reading += 1) {
    await pause(every);
    if (signal?.aborted) return;
    counted?.(reading);
    // Not awaited: while the network is away the client keeps the readings, in order.
    client.send(topicOf(id), `${reading} ${Math.floor(Math.random() * 50)}`, { qos: 1 }).catch(() => {});
  }
}
