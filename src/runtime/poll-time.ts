// The time of day while the device runs: it is asked for, said once it is known, and a problem where it stays unknown.
import { elapsed } from "../bytes/milliseconds.ts";
import { askSoon, pollAsking } from "../clock/asking.ts";
import { keepTime } from "../clock/clock.ts";
import type { Moment } from "../clock/moment.ts";
import { momentText } from "../clock/moment-text.ts";
import type { Zone } from "../clock/zone.ts";
import { stir } from "../device/run/automation-state.ts";
import { noteChange } from "../device/run/health.ts";
import { endPeriods } from "../device/run/kept-totals.ts";
import { INFO } from "../device/run/log.ts";
import { lookAtStep } from "../device/run/rules/marks.ts";
import { goWithout } from "../device/run/stamp.ts";
import { publishHeld } from "../device/run/stamped-readings.ts";
import { publishReading } from "../device/run/telemetry.ts";
import {
  DAY_LIMITS,
  DAY_SPANS,
  HISTORY,
  MARKS,
  MULTICAST_DNS,
  SNTP,
  STAMPED,
  TOTALS,
  ZONE,
} from "../features.ts";
import { type DeviceTime, KNOWN, LATE, lookAtWall } from "./device-time.ts";
import { say } from "./problems.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";
import { dateHistories } from "./send-history.ts";

/** A device without the time says so after five minutes. */
const LATE_MS = 300000;

/** Asks when it is time. Returns the milliseconds until it is next needed. */
export function pollTime(runtime: Runtime, time: DeviceTime, now: number): number {
  keepTime(time.clock, now);
  let next = LONGEST_MS;
  // There is one socket.
  if (SNTP && time.asking !== undefined && !(MULTICAST_DNS && runtime.search.isOn)) {
    next = pollAsking(time.asking, time.clock, runtime.ports, now);
    if (time.asking.isRefused !== time.isRefused) sayRefused(runtime, time);
  }
  if (ZONE && time.zone !== undefined) next = Math.min(next, pollWall(runtime, time, time.zone, now));
  if (time.standing === KNOWN) return next;
  if (time.clock.moment !== undefined) {
    sayTime(runtime, time, time.clock.moment);
    if (STAMPED) tellStamped(runtime, now);
    if (HISTORY) dateHistories(runtime, now);
    return next;
  }
  if (time.standing === LATE) return next;
  const left = LATE_MS - elapsed(now, time.startedAt);
  if (left > 0) return Math.min(next, left);
  missTime(runtime, time);
  return next;
}

/** It is long in coming. @cold */
function missTime(runtime: Runtime, time: DeviceTime): void {
  time.standing = LATE;
  noteChange(runtime.health);
  if (STAMPED) tellWithoutTime(runtime);
}

/** A wake has no more time for the time: what waits for it goes out without. @cold */
export function endWithoutTime(runtime: Runtime, time: DeviceTime, now: number): void {
  if (time.clock.moment !== undefined) return;
  if (time.standing !== LATE) missTime(runtime, time);
  if (STAMPED && runtime.held.length > 0) publishHeld(runtime, now);
}

/** No server that it knows is ever asked again: somebody has to name another one. @cold */
function sayRefused(runtime: Runtime, time: DeviceTime): void {
  time.isRefused = true;
  noteChange(runtime.health);
}

/** The time is known, and with it that of all that has waited. @cold */
function tellStamped(runtime: Runtime, now: number): void {
  publishHeld(runtime, now);
  tellWaiting(runtime);
}

/** @cold */
function tellWithoutTime(runtime: Runtime): void {
  for (const { stamp } of runtime.sensors) {
    if (stamp !== undefined) goWithout(stamp);
  }
  tellWaiting(runtime);
}

/** Stamped readings that wait, of each sensor the last. @cold */
function tellWaiting(runtime: Runtime): void {
  for (const sensor of runtime.sensors) {
    if (sensor.stamp !== undefined && sensor.unpublished) publishReading(sensor, runtime.client);
  }
}

/** With each minute rules and policies are looked at. */
function pollWall(runtime: Runtime, time: DeviceTime, zone: Zone, now: number): number {
  const before = time.local;
  const next = lookAtWall(time, zone, now);
  const { local } = time;
  if (MARKS && before !== undefined && local !== undefined) lookAtStep(runtime, before, local);
  if (
    (MARKS || DAY_SPANS || DAY_LIMITS) &&
    (before === undefined || local === undefined || before.minute !== local.minute)
  )
    stir(runtime.acting);
  if (TOTALS && local !== undefined && (before === undefined || before.minute !== local.minute))
    endPeriods(runtime.sensors);
  return next;
}

/** @cold */
function sayTime(runtime: Runtime, time: DeviceTime, moment: Moment): void {
  if (time.standing === LATE) noteChange(runtime.health);
  time.standing = KNOWN;
  say(runtime, INFO, "time: " + momentText(moment));
}

/** The network has come. @cold */
export function networkHasTime(runtime: Runtime, time: DeviceTime): void {
  if (SNTP && time.asking !== undefined) askSoon(time.asking, time.clock, runtime.ports);
}
