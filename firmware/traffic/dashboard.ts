// The dashboard: how busy each road is now.
import { connect } from "ringmote/node.ts";
import { ALL } from "./sensor.ts";

export interface Dashboard {
  id: string;
  signal?: AbortSignal;
  /** Shows the vehicles of a sensor's newest reading. */
  show: (topic: string, reading: number, vehicles: number) => void;
}

/** Shows each reading as it comes; one that is lost is made up for by the next. */
export function dashboard(broker: string, { id, signal, show }: Dashboard): void {
  const client = connect(broker, { id, keepAlive: 60, ...(signal && { signal }) });
  const newest = new Map<string, number>();
  client.subscribe(
    ALL,
    ({ topic, payload }) => {
      const [reading = 0, vehicles = 0] = payload.split(" ").map(Number);
      // A sensor that has come back may send one again.
      if (reading <= (newest.get(topic) ?? 0)) return;
      newest.set(topic, reading);
      show(topic, reading, vehicles);
    },
    { qos: 0 },
  );
}
