// The control centre: it commands vehicles, and hears of paths that have stopped.
import { connect } from "ringmote/node.ts";

export interface Centre {
  id: string;
  signal?: AbortSignal;
  done: (vehicle: string, command: string) => void;
  /** "queue" or "live": this path is behind the other one. */
  alarm: (path: string) => void;
}

/** Returns what commands a vehicle. One that is away gets it when it is back. */
export function openCentre(broker: string, { id, signal, done, alarm }: Centre) {
  const client = connect(broker, { id, session: "persistent", ...(signal && { signal }) });
  client.subscribe("vehicles/+/done", ({ topic, payload }) => done(topic.split("/")[1] as string, payload));
  client.subscribe("fleet/stopped", ({ payload }) => alarm(payload));
  return (vehicle: string, command: string): void => {
    client.send(`vehicles/${vehicle}/command`, command, { qos: 1 }).catch(() => {});
  };
}
