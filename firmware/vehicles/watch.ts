// The watch: it reads every trip message twice, live and from the queue, and compares their numbers. A path that is silent is found by that.
import { connect } from "ringmote/node.ts";
import type { Queue, Queued } from "./queue.ts";

const PATHS = ["live", "queue"] as const;
type PathName = (typeof PATHS)[number];
/** Upper bounds of a latency, in seconds. */
const BOUNDS = [0.1, 0.5, 1, 5, 10, 60];
/** A path that is behind the other one for so long has stopped. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 1000;

class Path {
  received = 0;
  twice = 0;
  errors = 0;
  seconds = 0;
  readonly buckets = BOUNDS.map(() => 0);
  /** Of each vehicle: the newest number, and those before it that are missing. */
  readonly newest = new Map<string, number>();
  readonly missing = new Map<string, Set<number>>();
  /** It has not all that the other path has, since then. */
  behindSince: number | undefined;

  /** Returns the message's number, or undefined for one that it had already, or that cannot be read. */
  take({ vehicle, payload }: Queued): number | undefined {
    const [number, at] = payload.split(" ").map(Number);
    if (!Number.isSafeInteger(number) || !Number.isSafeInteger(at)) {
      this.errors += 1;
      return undefined;
    }
    const newest = this.newest.get(vehicle) ?? 0;
    const missing = this.missing.get(vehicle) ?? new Set();
    if ((number as number) <= newest && !missing.delete(number as number)) {
      this.twice += 1;
      return undefined;
    }
    for (let lost = newest + 1; lost < (number as number); lost += 1) missing.add(lost);
    if (missing.size > 0) this.missing.set(vehicle, missing);
    else this.missing.delete(vehicle);
    this.newest.set(vehicle, Math.max(newest, number as number));
    this.received += 1;
    const seconds = Math.max(0, Date.now() - (at as number)) / 1000;
    this.seconds += seconds;
    for (const [i, bound] of BOUNDS.entries())
      if (seconds <= bound) this.buckets[i] = (this.buckets[i] ?? 0) + 1;
    return number;
  }

  lost(): number {
    return [...this.missing.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

export interface Watch {
  id: string;
  signal: AbortSignal;
  /** Told of each message of a path, once, however often it comes. */
  heard?: (path: PathName, vehicle: string, number: number) => void;
}

/**
 * Publishes to fleet/stopped, again and again, which path has stopped while the other one goes on. Returns what gives the counts of both,
 * as OpenMetrics text.
 */
export function watch(broker: string, queue: Queue, { id, signal, heard }: Watch): () => string {
  const paths = { live: new Path(), queue: new Path() };
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
      if (own.received >= other.received || (name === "queue" && fresh.length > 0))
        own.behindSince = undefined;
      else own.behindSince ??= Date.now();
      if (own.behindSince === undefined || Date.now() - own.behindSince < PATIENCE_MS) continue;
      own.behindSince = Date.now();
      client.send("fleet/stopped", name, { qos: 1 }).catch(() => {});
    }
  }, LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  return () => metrics(paths);
}

function metrics(paths: Readonly<Record<PathName, Path>>): string {
  const lines: string[] = [];
  const family = (name: string, type: string, linesOf: (path: Path, label: string) => string[]) => {
    lines.push(`# TYPE ${name} ${type}`);
    for (const path of PATHS) lines.push(...linesOf(paths[path], `path="${path}"`));
  };
  const counter = (name: string, count: (path: Path) => number) =>
    family(name, "counter", (path, label) => [`${name}_total{${label}} ${count(path)}`]);
  counter("trips_received", ({ received }) => received);
  counter("trips_twice", ({ twice }) => twice);
  counter("trips_errors", ({ errors }) => errors);
  family("trips_missing", "gauge", (path, label) => [`trips_missing{${label}} ${path.lost()}`]);
  family("trips_latency_seconds", "histogram", ({ buckets, received, seconds }, label) => [
    ...BOUNDS.map(
      (bound, i) => `trips_latency_seconds_bucket{${label},le="${bound.toFixed(1)}"} ${buckets[i]}`,
    ),
    `trips_latency_seconds_bucket{${label},le="+Inf"} ${received}`,
    `trips_latency_seconds_count{${label}} ${received}`,
    `trips_latency_seconds_sum{${label}} ${seconds.toFixed(3)}`,
  ]);
  return `${lines.join("\n")}\n# EOF\n`;
}
