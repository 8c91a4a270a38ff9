// What the broker is told because it has missed it, or may have lost it: announcements, states and readings.
import { elapsed } from "../bytes/milliseconds.ts";
import { tellState, untilTold } from "../device/actuator.ts";
import { tellReading } from "../device/telemetry.ts";
import { announceNext, beginAnnouncing, mayAnnounce } from "../discovery/announcer.ts";
import { BUTTONS, SWITCHES } from "../features.ts";
import { CONNECTED } from "../mqtt/client.ts";
import { isKept } from "../mqtt/outbox.ts";
import { report } from "./problems.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** The broker is told what it has missed: while there was no connection, or no room on the link or in the ring. */
export function tellUntold(runtime: Runtime): void {
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      if (actuator.untold && untilTold(actuator) <= 0) tellState(actuator);
    }
  }
  for (const sensor of runtime.sensors) {
    if (sensor.untold && !sensor.isAge) tellReading(sensor, runtime.client);
  }
}

/** All states are to be told, but for those that wait in the ring. */
export function tellAgain(runtime: Runtime): void {
  runtime.untold = true;
  if (SWITCHES) {
    for (const actuator of runtime.actuators)
      actuator.untold =
        (!BUTTONS || actuator.behaviour.tells) && !isKept(runtime.client, actuator.publication);
  }
  for (const sensor of runtime.sensors) {
    sensor.untold = !isKept(runtime.client, sensor.publication);
    // Whoever learns of it now does not hear it yet.
    if (sensor.isAge) sensor.dueAt = runtime.client.instant;
  }
}

/** Home Assistant has started. Returns the milliseconds until it is answered. @cold */
export function awaitAnnouncing(runtime: Runtime, now: number): number {
  const left = runtime.announceWait - elapsed(now, runtime.announceSince);
  if (left > 0) return left;
  beginAnnouncing(runtime);
  announce(runtime);
  return LONGEST_MS;
}

/** Hands one more announcement to the link when it is idle. States follow behind the last. @cold */
export function announce(runtime: Runtime): void {
  if (runtime.client.state !== CONNECTED || runtime.client.pending > 0 || !mayAnnounce(runtime)) return;
  const leftOut = runtime.leftOut;
  const isDone = announceNext(runtime);
  if (runtime.leftOut !== leftOut) runtime.changed = true;
  if (!isDone) return;
  tellAgain(runtime);
  report(runtime);
  tellUntold(runtime);
}
