// Messages that the broker gets again because it has missed them, or may have lost them:
// announcements, states and readings.
import { elapsed, HALF_A_ROUND_MS } from "../bytes/milliseconds.ts";
import { oweState, publishStateNow, untilNextState } from "../device/run/actuator.ts";
import { isOwing } from "../device/run/delivery.ts";
import { tellProblemAgain } from "../device/run/health.ts";
import { oweReading, restartInterval } from "../device/run/sensor.ts";
import { publishReading } from "../device/run/telemetry.ts";
import { announceNext, beginAnnouncing, settleDoubt } from "../discovery/announcer.ts";
import { BUTTONS, JOURNAL, SWITCHES } from "../features.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { isKept } from "../mqtt/outbox.ts";
import { report } from "./problems.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** The broker is told what it has missed: while there was no connection, or no room on the link or in the ring. */
export function tellUntold(runtime: Runtime): void {
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      if (actuator.unpublished && untilNextState(actuator) <= 0) publishStateNow(actuator);
    }
  }
  for (const sensor of runtime.sensors) {
    // Older readings that survived stand in front of the last one.
    const isLate = JOURNAL && sensor.durable !== undefined && isOwing(sensor.durable.delivery);
    if (sensor.unpublished && !sensor.isAge && !isLate) publishReading(sensor, runtime.client);
  }
}

/**
 * All states are to be told, but for those that wait in the ring. One that is newer than what waits there is
 * still to be told.
 */
export function tellAgain(runtime: Runtime): void {
  tellProblemAgain(runtime.health);
  if (SWITCHES) {
    for (const actuator of runtime.actuators)
      if ((!BUTTONS || actuator.behaviour.hasState) && !isKept(runtime.client, actuator.publication))
        oweState(actuator);
  }
  for (const sensor of runtime.sensors) {
    if (!isKept(runtime.client, sensor.publication)) oweReading(sensor);
    // Whoever learns of it now does not hear it yet.
    if (sensor.isAge) restartInterval(sensor, runtime.client.instant);
  }
}

/** Home Assistant has started. Returns the milliseconds until it is answered. @cold */
export function awaitAnnouncing(runtime: Runtime, now: number): number {
  const left = elapsed(runtime.announcing.announceAt, now);
  if (left > 0 && left < HALF_A_ROUND_MS) return left;
  beginAnnouncing(runtime);
  announce(runtime);
  return LONGEST_MS;
}

/** Hands one more announcement to the link when it is idle. States follow behind the last. @cold */
export function announce(runtime: Runtime): void {
  if (!isConnected(runtime.client) || runtime.client.link.pending > 0 || !settleDoubt(runtime)) return;
  if (!announceNext(runtime)) return;
  tellAgain(runtime);
  report(runtime);
  tellUntold(runtime);
}
