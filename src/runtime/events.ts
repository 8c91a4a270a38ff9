// Events that a platform reports to a running device, and the turn that the device then takes.

import { untilNextState } from "../device/run/actuator.ts";
import { pollRamps } from "../device/run/actuators/ramp.ts";
import { isTurned, turnActuators } from "../device/run/actuators/turning.ts";
import { actWhenDue } from "../device/run/automation.ts";
import { waitToAct } from "../device/run/automation-state.ts";
import { pollDelivery } from "../device/run/delivery.ts";
import { noteChange } from "../device/run/health.ts";
import { keepTotals } from "../device/run/kept-totals.ts";
import { publishLog } from "../device/run/log.ts";
import { pollDisplays } from "../device/run/poll-displays.ts";
import { AT_REST, becomeDue } from "../device/run/sensor.ts";
import { pollSensors } from "../device/run/telemetry.ts";
import { forgetStarts } from "../device/run/unsteady-starts.ts";
import { ANNOUNCED, SOON, suspectAnnouncement } from "../discovery/announcer.ts";
import {
  CLOCK,
  DISCOVERY,
  DISPLAYS,
  ECHO,
  FOLLOWS,
  HISTORY,
  JOURNAL,
  KNOBS,
  LOG,
  MULTICAST_DNS,
  PAGE,
  PIN_WAKES,
  POLICIES,
  RAMPS,
  REMOTE_SETTINGS,
  RESET_WAKES,
  RULES,
  SAFE_MODE,
  SEALED,
  SLEEP,
  STOP_FLUSHES,
  SWITCHES,
  TOTALS,
  UPDATES,
  WITHOUT_NETWORK_MS,
} from "../features.ts";
import { forgetOldKicks, MOST_KICKS } from "../mqtt/backoff.ts";
import { networkChanged, pollConnection } from "../mqtt/connection.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../mqtt/link-events.ts";
import { STOP_MS } from "../mqtt/stop-time.ts";
import { pollSearch } from "./broker-search.ts";
import { pollJournal } from "./device-journal.ts";
import { openPage, pollPage } from "./device-page.ts";
import { echoValues } from "./echo.ts";
import { pollNetworkLoss } from "./network-loss.ts";
import { networkHasTime, pollTime } from "./poll-time.ts";
import { report } from "./problems.ts";
import { NOTHING_TO_DO, pollSettings, RESTART_NOW } from "./remote-settings.ts";
import { announce, awaitAnnouncing, tellUntold } from "./republish.ts";
import { LONGEST_MS, RESTART_MS, type Runtime } from "./runtime.ts";
import { pollSafeMode, type SafeMode } from "./safe-mode.ts";
import { pollSeals } from "./sealed-commands.ts";
import { sendHistory } from "./send-history.ts";
import { endWhenFlushed, stopWithin } from "./shutdown.ts";
import { pollSleep } from "./sleeping.ts";
import { pollUpdates, type Updates } from "./updates.ts";
import { moveAtEnd } from "./wake-pin.ts";

/** The time that `ports.wake` asked for has come. */
export function wakeUp(runtime: Runtime): void {
  const now = runtime.ports.milliseconds();
  const connection = pollConnection(runtime.client, now);
  if (STOP_FLUSHES && runtime.stopping.whenStopped !== undefined) {
    runtime.ports.wake(Math.max(1, Math.min(connection, endWhenFlushed(runtime, now))));
    return;
  }
  if (runtime.client.backoff.kicks >= MOST_KICKS && forgetOldKicks(runtime.client))
    noteChange(runtime.health);
  if (isConnected(runtime.client) && !(DISCOVERY && runtime.announcing.next > ANNOUNCED)) tellUntold(runtime);
  if (JOURNAL && runtime.delivery !== undefined) pollDelivery(runtime.delivery);
  // A period that is over ends before anything is measured in the next one.
  const time = TOTALS && runtime.time !== undefined ? pollTime(runtime, runtime.time, now) : LONGEST_MS;
  let sensors = pollSensors(runtime, now);
  if (TOTALS) sensors = Math.min(sensors, time, totalsLeft(runtime, now));
  else if (CLOCK && runtime.time !== undefined)
    sensors = Math.min(sensors, pollTime(runtime, runtime.time, now));
  if (SWITCHES) sensors = Math.min(sensors, pollActuators(runtime, now));
  if (DISPLAYS) sensors = Math.min(sensors, pollDisplays(runtime, now));
  if (ECHO) echoValues(runtime, now);
  if (PAGE && runtime.page !== undefined) pollPage(runtime.page, now);
  if (JOURNAL) sensors = Math.min(sensors, pollJournal(runtime, now));
  report(runtime);
  if (HISTORY) tellHistory(runtime);
  if (LOG && runtime.lines !== undefined)
    sensors = Math.min(sensors, publishLog(runtime.lines, runtime.client, runtime.root, now));
  let next = Math.min(connection, sensors);
  if (MULTICAST_DNS && runtime.search.isOn) next = Math.min(next, pollSearch(runtime, now));
  if (REMOTE_SETTINGS && runtime.settings.course !== NOTHING_TO_DO)
    next = Math.min(next, lookAtSettings(runtime, now));
  if (UPDATES && runtime.updates !== undefined)
    next = Math.min(next, lookAtUpdates(runtime, runtime.updates, now));
  if (SAFE_MODE && runtime.safeMode !== undefined)
    next = Math.min(next, lookAtSafeMode(runtime, runtime.safeMode, now));
  if (SEALED && runtime.seals !== undefined) next = Math.min(next, pollSeals(runtime.seals, now));
  if (WITHOUT_NETWORK_MS > 0) next = Math.min(next, lookForNetwork(runtime, now));
  if (DISCOVERY && runtime.announcing.next === SOON) next = Math.min(next, awaitAnnouncing(runtime, now));
  if (SLEEP && runtime.sleeping !== undefined)
    next = Math.min(next, pollSleep(runtime, runtime.sleeping, now));
  runtime.ports.wake(Math.max(1, next));
}

/** Keeps totals when it is time. Returns the milliseconds until it is next needed. */
function totalsLeft({ totals, journal, keeping, health }: Runtime, now: number): number {
  return journal === undefined ? LONGEST_MS : keepTotals(totals, journal, keeping, health, now);
}

/** Behind all that tells how things are now. */
function tellHistory(runtime: Runtime): void {
  if (!(DISCOVERY && runtime.announcing.next > ANNOUNCED)) sendHistory(runtime);
}

/** Settings that are tried, or to be told. Returns the milliseconds until it is next needed. @cold */
function lookAtSettings(runtime: Runtime, now: number): number {
  const left = pollSettings(runtime, now);
  if (left > RESTART_NOW) return left;
  return stopWithin(runtime, STOP_MS, startAnew);
}

/** Returns the milliseconds until it is next needed. @cold */
function lookAtUpdates(runtime: Runtime, updates: Updates, now: number): number {
  const left = pollUpdates(updates, now);
  if (left > RESTART_NOW) return left;
  return stopWithin(runtime, STOP_MS, startAnew);
}

/** Returns the milliseconds until it is next needed. @cold */
function lookAtSafeMode(runtime: Runtime, safeMode: SafeMode, now: number): number {
  const left = pollSafeMode(safeMode, now);
  if (left > 0) return left;
  return stopWithin(runtime, STOP_MS, startAnew);
}

/** Returns the milliseconds until it is next needed. @cold */
function lookForNetwork(runtime: Runtime, now: number): number {
  const left = pollNetworkLoss(runtime, now);
  if (left > 0) return left;
  return stopWithin(runtime, STOP_MS, startAnew);
}

/** @cold */
function startAnew(runtime: Runtime): void {
  if (SAFE_MODE && runtime.safeMode?.isOn === false) forgetStarts(runtime.ports);
  runtime.ports.restartIn(RESTART_MS);
}

/**
 * What actuators do by themselves, and states that were told a moment ago. Returns the milliseconds until it
 * is next needed.
 */
function pollActuators(runtime: Runtime, now: number): number {
  let next = LONGEST_MS;
  if (KNOBS) turnActuators(runtime.actuators);
  if (RULES || POLICIES || FOLLOWS) next = actWhenDue(runtime, now);
  else waitToAct(runtime.acting, LONGEST_MS);
  if (RAMPS) next = Math.min(next, pollRamps(runtime.actuators, now));
  for (const actuator of runtime.actuators) {
    if (actuator.unpublished && untilNextState(actuator) > 0) next = Math.min(next, untilNextState(actuator));
  }
  return next;
}

/** The network can be used, or can not any more. @cold */
export function networkIs(runtime: Runtime, up: boolean): void {
  networkChanged(runtime.client, up, runtime.ports.milliseconds());
  if (CLOCK && up && runtime.time !== undefined) networkHasTime(runtime, runtime.time);
  if (PAGE && up && runtime.page !== undefined) openPage(runtime, runtime.page);
  wakeUp(runtime);
}

/**
 * The level of a watched pin has changed. The sensors of watched parts are sampled in the next turn, however
 * many changes come until then: what is marked already is not marked again, and puts nothing off. So are the
 * steps of knobs.
 */
export function pinsChanged(runtime: Runtime): void {
  if (PIN_WAKES) {
    const { sleeping } = runtime;
    if (sleeping?.pin !== undefined && sleeping.isEnding) {
      if (!RESET_WAKES) moveAtEnd(sleeping.pin, runtime.ports);
      return;
    }
  }
  let isNews = KNOBS && isTurned(runtime.actuators);
  for (const sensor of runtime.sensors) {
    if (sensor.quantity.part.watched && sensor.stage === AT_REST) {
      becomeDue(sensor);
      isNews = true;
    }
  }
  if (isNews) runtime.ports.wake(1);
}

/** The stream to the broker is open. @cold */
export function opened(runtime: Runtime): void {
  linkOpened(runtime.client, runtime.ports.milliseconds());
  wakeUp(runtime);
}

/** Bytes have come in from the broker. */
export function received(runtime: Runtime, bytes: string): void {
  const client = runtime.client;
  const before = client.connection.state;
  linkReceived(client, bytes, runtime.ports.milliseconds());
  if (client.connection.state !== before || (SWITCHES && runtime.acting.actWait === 0)) wakeUp(runtime);
  else report(runtime);
  if (JOURNAL && runtime.delivery !== undefined) pollDelivery(runtime.delivery);
  if (HISTORY) tellHistory(runtime);
  if (DISCOVERY && runtime.announcing.unsure > 0 && runtime.announcing.next > ANNOUNCED) announce(runtime);
}

/** All bytes handed to the network have left. */
export function drained(runtime: Runtime): void {
  linkDrained(runtime.client, runtime.ports.milliseconds());
  if (DISCOVERY && runtime.announcing.next > ANNOUNCED) announce(runtime);
}

/** The stream has ended, or did not open; why in words. @cold */
export function closed(runtime: Runtime, reason: string): void {
  if (DISCOVERY) suspectAnnouncement(runtime);
  linkClosed(runtime.client, reason, runtime.ports.milliseconds());
  wakeUp(runtime);
}
