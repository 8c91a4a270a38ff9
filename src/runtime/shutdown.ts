// A stop: orderly, and what is kept goes out before it.
import { elapsed } from "../bytes/milliseconds.ts";
import { pollDelivery } from "../device/run/delivery.ts";
import { saveStatesNow } from "../device/run/persisted-states.ts";
import { statusPacket } from "../device/run/status.ts";
import { JOURNAL, KEPT_STATES, SLEEP, STOP_FLUSHES } from "../features.ts";
import { disconnect } from "../mqtt/connection.ts";
import { isAllAcknowledged } from "../mqtt/outbox.ts";
import { flushJournal } from "./device-journal.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** How often a stop looks whether what is kept has gone out. */
const LOOK_MS = 50;

export interface Shutdown {
  /** The device is to stop, and this is called then; since when it is, and how long it may take. */
  whenStopped: ((this: void, runtime: Runtime) => void) | undefined;
  stopSince: number;
  stopWithin: number;
}

/** Nobody wants it to stop. */
export function createShutdown(now: number): Shutdown {
  return { whenStopped: undefined, stopSince: now, stopWithin: 0 };
}

/** Ends orderly: the broker keeps "offline", or "sleeping", and drops the will. @cold */
export function stop(runtime: Runtime): void {
  if (JOURNAL && runtime.delivery !== undefined) pollDelivery(runtime.delivery);
  if (SLEEP && KEPT_STATES) saveStatesNow(runtime, runtime.ports.milliseconds());
  if (JOURNAL) flushJournal(runtime);
  disconnect(
    runtime.client,
    statusPacket(runtime.client, runtime.root, SLEEP && isFallingAsleep(runtime) ? "sleeping" : "offline"),
    runtime.ports.milliseconds(),
  );
  runtime.ports.log("stopped");
}

/** @cold */
function isFallingAsleep({ sleeping }: Runtime): boolean {
  return sleeping?.isEnding === true;
}

/**
 * Stops as soon as all that is kept has been acknowledged, at the latest after `ms`; `whenStopped` is called
 * then. Until then the device measures nothing and says nothing new. Returns the milliseconds until it is
 * next needed. @cold
 */
export function stopWithin(
  runtime: Runtime,
  ms: number,
  whenStopped: (this: void, runtime: Runtime) => void,
): number {
  const now = runtime.ports.milliseconds();
  runtime.stopping.whenStopped = whenStopped;
  runtime.stopping.stopSince = now;
  runtime.stopping.stopWithin = ms;
  return endWhenFlushed(runtime, now);
}

/** Returns the milliseconds until it is next needed. @cold */
export function endWhenFlushed(runtime: Runtime, now: number): number {
  const whenStopped = runtime.stopping.whenStopped;
  const left = runtime.stopping.stopWithin - elapsed(now, runtime.stopping.stopSince);
  if (STOP_FLUSHES && !isAllAcknowledged(runtime.client) && left > 0) return Math.min(left, LOOK_MS);
  runtime.stopping.whenStopped = undefined;
  stop(runtime);
  if (whenStopped !== undefined) whenStopped(runtime);
  return LONGEST_MS;
}
