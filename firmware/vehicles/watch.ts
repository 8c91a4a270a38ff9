// The watch: it reads every trip message twice, live and from the queue, and compares their numbers. A path that is silent is found by that.
import { connect } from "ringmote/node.ts";
import { openMetrics } from "./openmetrics.ts";
import { type Meter, measure } from "./opentelemetry.ts";
import { PATHS, Path, type PathName } from "./path.ts";
import type { Queue, Queued } from "./queue.ts";

/** A path that is behind the other one for so long has stopped. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 1000;

export interface Watch {
  id: string;
  signal: AbortSignal;
  /** Given the counts of both paths. */
  meter?: Meter | undefined;
  /** Told of each message of a path, once, however often it comes. */
  heard?: (path: PathName, vehicle: string, number: number) => void;
}

/**
 * Publishes to fleet/stopped, again and again, which path has stopped while the other one goes on. Returns what gives the counts of both,
 * as OpenMetrics text.
 */
export function watch(broker: string, queue: Queue, { id, signal, meter, heard }: Watch): () => string {
  const paths = { live: new Path(), queue: new Path() };
  if (meter !== undefined) measure(meter, paths);
  const take = (name: PathName, message: Queued) => {
    const number = paths[name].take(message);
    if (number !== undefined) heard?.(name, message.vehicle, number);
  };
  const client = connect(broker, { id, session: "persistent", signal });
  client.subscribe("vehicles/+/trip", ({ topic, payload }) =>
    take("live", { vehicle: topic.split("/")[1] as string, payload }),
  );
  let read = 0;
  const timer = setInterval(() => {
    const fresh = queue.read(read);
    read += fresh.length;
    for (const message of fresh) take("queue", message);
    for (const name of PATHS) {
      const [own, other] = name === "live" ? [paths.live, paths.queue] : [paths.queue, paths.live];
      // One that catches up goes on.
      if (own.counts.received >= other.counts.received || (name === "queue" && fresh.length > 0))
        own.behindSince = undefined;
      else own.behindSince ??= Date.now();
      if (own.behindSince === undefined || Date.now() - own.behindSince < PATIENCE_MS) continue;
      own.behindSince = Date.now();
      client.send("fleet/stopped", name, { qos: 1 }).catch(() => {});
    }
  }, LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  return () => openMetrics(paths);
}
