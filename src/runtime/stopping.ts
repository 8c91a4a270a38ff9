// A stop: orderly, and what is kept goes out before it.
import { elapsed } from "../bytes/milliseconds.ts";
import { statusPacket } from "../device/status.ts";
import { STOP_FLUSHES } from "../features.ts";
import { disconnect } from "../mqtt/connection.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** How long a stop lets what is kept go out, where nobody says otherwise, and how often it looks. */
export const STOP_MS = 5000;
const LOOK_MS = 50;

/** Ends orderly: the broker keeps "offline" and drops the will. @cold */
export function stop(runtime: Runtime): void {
  disconnect(runtime.client, statusPacket(runtime.root, "offline"), runtime.ports.milliseconds());
  runtime.ports.log("stopped");
}

/**
 * Stops as soon as all that is kept has been acknowledged, at the latest after `ms`; `ended` is called then. Until then the
 * device measures nothing and says nothing new. Returns the milliseconds until it is next needed. @cold
 */
export function stopWithin(
  runtime: Runtime,
  ms: number,
  ended: (this: void, runtime: Runtime) => void,
): number {
  const now = runtime.ports.milliseconds();
  runtime.ended = ended;
  runtime.endSince = now;
  runtime.endWithin = ms;
  return endWhenFlushed(runtime, now);
}

/** Returns the milliseconds until it is next needed. @cold */
export function endWhenFlushed(runtime: Runtime, now: number): number {
  const ring = runtime.client.ring;
  const ended = runtime.ended;
  const left = runtime.endWithin - elapsed(now, runtime.endSince);
  if (STOP_FLUSHES && ring.done !== ring.put && left > 0) return Math.min(left, LOOK_MS);
  runtime.ended = undefined;
  stop(runtime);
  if (ended !== undefined) ended(runtime);
  return LONGEST_MS;
}
