// One of the two ways of a trip message to the watch: what came there, counted by the numbers of the messages.
import type { Queued } from "./queue.ts";

export const PATHS = ["live", "queue"] as const;
export type PathName = (typeof PATHS)[number];
/** Upper bounds of a latency, in seconds. */
export const BOUNDS = [0.1, 0.5, 1, 5, 10, 60];

/** What a message was: the next one, one that came again, or one that cannot be read. */
export type How = "received" | "twice" | "error";

export type Paths = Readonly<Record<PathName, Path>>;

export class Path {
  readonly counts: Record<How, number> = { received: 0, twice: 0, error: 0 };
  seconds = 0;
  readonly buckets = BOUNDS.map(() => 0);
  /** It has not all that the other path has, since then. */
  behindSince: number | undefined;
  /** Told of each message, with its seconds on the way where it is the next one. */
  took: (how: How, seconds?: number) => void = () => {};
  /** Of each vehicle: the newest number, and those before it that are missing. */
  private readonly newest = new Map<string, number>();
  private readonly missing = new Map<string, Set<number>>();

  /** Returns the message's number, or undefined for one that it had already, or that cannot be read. */
  take({ vehicle, payload }: Queued): number | undefined {
    const [number = Number.NaN, at = Number.NaN] = payload.split(" ").map(Number);
    if (!Number.isSafeInteger(number) || !Number.isSafeInteger(at)) return this.count("error");
    const newest = this.newest.get(vehicle) ?? 0;
    const missing = this.missing.get(vehicle) ?? new Set();
    if (number <= newest && !missing.delete(number)) return this.count("twice");
    for (let lost = newest + 1; lost < number; lost += 1) missing.add(lost);
    if (missing.size > 0) this.missing.set(vehicle, missing);
    else this.missing.delete(vehicle);
    this.newest.set(vehicle, Math.max(newest, number));
    const seconds = Math.max(0, Date.now() - at) / 1000;
    this.seconds += seconds;
    for (const [i, bound] of BOUNDS.entries())
      if (seconds <= bound) this.buckets[i] = (this.buckets[i] ?? 0) + 1;
    this.count("received", seconds);
    return number;
  }

  /** How many messages it has not that were sent, as later ones came here, or they came by the other path. */
  missingBeside(other: Path): number {
    let count = 0;
    for (const { size } of this.missing.values()) count += size;
    for (const [vehicle, newest] of other.newest)
      count += Math.max(0, newest - (this.newest.get(vehicle) ?? 0));
    return count;
  }

  private count(how: How, seconds?: number): undefined {
    this.counts[how] += 1;
    this.took(how, seconds);
  }
}

export function missingOf(name: PathName, { live, queue }: Paths): number {
  return name === "live" ? live.missingBeside(queue) : queue.missingBeside(live);
}
