// Sleep: what a device that sleeps wakes for, when it has done all of that, and how long it sleeps then. A
// wake is a start: of the one before it has what was kept (sleep-memory.ts).
import { elapsed, later } from "../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import { isUntold } from "../device/run/history.ts";
import { NOTHING_ASKED } from "../device/run/measurement.ts";
import { carryCauses, isCaused, noteReported, type ReportCause } from "../device/run/report-cause.ts";
import { AT_REST, oweNone, type Sensor } from "../device/run/sensor.ts";
import { carriedNumber, newWakeMemory, type WakeMemory, wakeMemoryOf } from "../device/run/wake-memory.ts";
import { isBeingAnnounced } from "../discovery/announcer.ts";
import {
  CLOCK,
  DISCOVERY,
  HISTORY,
  LONGEST_SLEEP_MS,
  NEXT_REPORT,
  PIN_WAKES,
  REMOTE_SETTINGS,
  RESET_WAKES,
  STAY_AWAKE,
  SWITCHES,
  UPDATES,
} from "../features.ts";
import type { Journal } from "../journal/journal.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { STOP_MS } from "../mqtt/stop-time.ts";
import type { Ports } from "../ports/ports.ts";
import { askAtWake } from "./device-time.ts";
import { tellNextReport, untilReport } from "./next-report.ts";
import { endWithoutTime } from "./poll-time.ts";
import { TO_TELL } from "./remote-settings.ts";
import { LONGEST_MS, RESTART_MS, type Runtime } from "./runtime.ts";
import { pauseBehind } from "./search-pause.ts";
import { SETTINGS, setting } from "./settings.ts";
import { stopWithin } from "./shutdown.ts";
import { carrySensors, keepOverSleep, recall } from "./sleep-memory.ts";
import {
  createStayingAwake,
  LISTEN_MS,
  publishStaying,
  type StayingAwake,
  staysAwake,
} from "./staying-awake.ts";
import { awakeForUpdate } from "./updates.ts";
import {
  askedFor,
  carryClock,
  createWakeClock,
  hasAsked,
  noteAnswer,
  noteSleep,
  type WakeClock,
} from "./wake-clock.ts";
import {
  carryWakePin,
  hasChanged,
  mayLoseCount,
  noteWake,
  tellPassing,
  type WakePin,
  waitForPin,
  wakePinOf,
} from "./wake-pin.ts";

/** A device that did not wake by itself stays awake so long: whoever stands beside it can reach it. */
const WINDOW_MS = 60000;
/** It looks for its broker no longer, at one wake: a battery does not last for a search. */
const SEARCH_MS = 20000;
/** How often it looks whether all is done. */
const LOOK_MS = 50;
const LEAST_SLEEP_MS = 1000;
/** Behind searches that failed so many of the next wakes by a pin do not look for the broker, at most. */
const MOST_SKIPPED = 3;

export interface Sleeping {
  options: SleepOptions;
  causes: readonly ReportCause[];
  startedAt: number;
  /** Did the chip's own timer wake it, or the pin, or has it been kept awake since? */
  isWake: boolean;
  /** Does this wake connect? */
  reports: boolean;
  /** Until the next report, from this wake on, in milliseconds; without a timer, in wakes. */
  dueIn: number;
  /** Wakes in a row that looked for the broker and did not reach it. */
  failed: number;
  /** Where the device has a clock. */
  clock: WakeClock | undefined;
  /** Where a message keeps it awake. */
  staying: StayingAwake | undefined;
  /** Where a contact wakes it. */
  pin: WakePin | undefined;
  /** Where the device takes updates: how much of them came to nothing before this wake (update/update.ts). */
  spent: number | undefined;
  /** It stops now to sleep: what it said of itself is no end. */
  isEnding: boolean;
}

/** A device that was switched on a moment ago. @cold */
export function createSleeping(
  declaration: DeviceDeclaration,
  options: SleepOptions,
  ports: Ports,
  now: number,
): Sleeping {
  return {
    options,
    causes: options.causes === undefined ? [] : options.causes,
    startedAt: now,
    isWake: ports.resetReason() === "deep sleep",
    reports: true,
    dueIn: 0,
    failed: 0,
    clock: CLOCK && declaration.clock !== undefined ? createWakeClock() : undefined,
    staying: STAY_AWAKE && options.stayAwake === true ? createStayingAwake(ports) : undefined,
    pin: undefined,
    spent: UPDATES && declaration.update !== undefined ? 0 : undefined,
    isEnding: false,
  };
}

/** A wake goes on from where it was before the sleep. @cold */
export function goOnBehindSleep(runtime: Runtime, sleeping: Sleeping): void {
  if (PIN_WAKES) sleeping.pin = wakePinOf(sleeping.options, runtime.sensors);
  if (!sleeping.isWake && !(PIN_WAKES && RESET_WAKES && runtime.ports.resetReason() === "reset")) return;
  const text = recall(runtime.ports, runtime.journal);
  if (text !== undefined) {
    if (PIN_WAKES) sleeping.isWake = true;
    const memory = wakeMemoryOf(text, sleeping.startedAt);
    carriedNumber(memory, 0);
    carry(runtime, sleeping, memory);
    sleeping.reports = isDue(sleeping.dueIn, sleeping.options);
    if (PIN_WAKES && sleeping.pin !== undefined) goOnAtPin(runtime, sleeping, sleeping.pin);
  }
  if (CLOCK && runtime.time !== undefined && sleeping.clock !== undefined)
    askAtWake(runtime.time, sleeping.reports && isDue(sleeping.clock.askIn, sleeping.options));
}

/** What the pin says of the wake. @cold */
function goOnAtPin(runtime: Runtime, sleeping: Sleeping, pin: WakePin): void {
  const { ports, journal } = runtime;
  if (hasTimer(sleeping.options)) {
    if (hasChanged(pin, ports)) sleeping.reports = true;
    return;
  }
  if (sleeping.failed === 0) sleeping.reports = sleeping.causes.length === 0;
  noteWake(pin, ports);
  if (!mayLoseCount(pin)) return;
  const memory = newWakeMemory(sleeping.startedAt);
  carriedNumber(memory, 0);
  carry(runtime, sleeping, memory);
  keepOverSleep(ports, journal, memory.text);
}

/** A device without `every` sleeps until its pin wakes it. */
function hasTimer({ every }: SleepOptions): boolean {
  return !PIN_WAKES || every > 0;
}

/** What is kept behind the rest of a sleep. @cold */
function carry(runtime: Runtime, sleeping: Sleeping, memory: WakeMemory): void {
  sleeping.dueIn = carriedNumber(memory, sleeping.dueIn);
  sleeping.failed = carriedNumber(memory, sleeping.failed);
  if (CLOCK && runtime.time !== undefined && sleeping.clock !== undefined)
    carryClock(sleeping.clock, runtime.time, memory);
  if (PIN_WAKES && sleeping.pin !== undefined) carryWakePin(sleeping.pin, memory);
  carryCauses(sleeping.causes, memory);
  carrySensors(runtime, memory);
  if (UPDATES && sleeping.spent !== undefined)
    sleeping.spent = carriedNumber(memory, spentBehindSleep(runtime, sleeping.reports, sleeping.spent));
}

/** A wake that connects makes up for 1: a device that sleeps is not awake for an hour. @cold */
function spentBehindSleep({ updates }: Runtime, reports: boolean, before: number): number {
  if (updates === undefined) return before;
  return reports ? Math.max(0, updates.update.spent - 1) : updates.update.spent;
}

/** A wake may be a little early. */
function isDue(dueIn: number, { every }: SleepOptions): boolean {
  if (PIN_WAKES && every === 0) return dueIn === 0;
  return dueIn < every >> 1;
}

/**
 * Sleeps on, where the chip cannot sleep as long as it is to: before any part has begun. True: it does, and
 * nothing is to be started. @cold
 */
export function sleepOn(options: SleepOptions, ports: Ports, journal: Journal | undefined): boolean {
  const text = ports.resetReason() === "deep sleep" ? recall(ports, journal) : undefined;
  if (text === undefined) return false;
  const memory = wakeMemoryOf(text, 0);
  const left = carriedNumber(memory, 0);
  if (left === 0) return false;
  const rest = text.substring(memory.at, text.length);
  fallAsleepFor(ports, journal, left, rest, isDue(carriedNumber(memory, 0), options), 1);
  return true;
}

/** Falls asleep when all is done. Returns the milliseconds until it is next needed. */
export function pollSleep(runtime: Runtime, sleeping: Sleeping, now: number): number {
  if (sleeping.isEnding || (REMOTE_SETTINGS && runtime.settings.course > TO_TELL)) return LONGEST_MS;
  if (PIN_WAKES && sleeping.pin?.hasMoved === true) tellPassing(sleeping.pin, runtime, now);
  const { staying } = sleeping;
  const isPublished = !STAY_AWAKE || staying === undefined || publishStaying(staying, runtime, now);
  if (STAY_AWAKE && staying !== undefined && staysAwake(staying, runtime.client, now)) {
    sleeping.isWake = true;
    return isPublished ? LONGEST_MS : LOOK_MS;
  }
  if (UPDATES && runtime.updates !== undefined) {
    const left = awakeForUpdate(runtime.updates, now);
    if (left > 0) return isPublished ? left : LOOK_MS;
  }
  const awake = elapsed(now, searchedSince(sleeping));
  if (!sleeping.isWake && awake < WINDOW_MS) return isPublished ? WINDOW_MS - awake : LOOK_MS;
  const isLate = awake >= SEARCH_MS;
  if (CLOCK && runtime.time !== undefined) {
    if (!isLate && !hasAsked(runtime.time, sleeping.startedAt, isConnected(runtime.client))) return LOOK_MS;
    endWithoutTime(runtime, runtime.time, now);
  }
  if (!isLate && !(isPublished && isDone(runtime, sleeping, now))) return LOOK_MS;
  if (PIN_WAKES && !hasTimer(sleeping.options) && isReportNow(runtime, sleeping)) {
    sleeping.reports = true;
    join(runtime);
    return LOOK_MS;
  }
  if (
    NEXT_REPORT &&
    sleeping.options.tellsNext === true &&
    !publishNextReport(runtime, sleeping, now) &&
    !isLate
  )
    return LOOK_MS;
  sleeping.isEnding = true;
  if (!isConnected(runtime.client)) {
    for (const sensor of runtime.sensors) oweNone(sensor);
  }
  if (PIN_WAKES && !hasTimer(sleeping.options)) noteOutcomeAtPin(runtime, sleeping);
  else noteOutcome(runtime, sleeping);
  return stopWithin(runtime, sleeping.reports ? STOP_MS : 0, fallAsleep);
}

/** Publishes when it reports next. Returns whether that is done, or has no sense offline. @cold */
function publishNextReport(
  { client, root, sensors, time }: Runtime,
  sleeping: Sleeping,
  now: number,
): boolean {
  const { options, startedAt } = sleeping;
  if (!isConnected(client)) return true;
  const awake = elapsed(now, startedAt);
  const every = wakesEvery(options, sensors);
  const ms = untilReport(reportsEvery(options), options.every >> 1, every, awake + RESTART_MS) - awake;
  return tellNextReport(client, root, time === undefined ? undefined : time.clock, ms, now);
}

/** Since when it looks for its broker, and for all that is left to do. */
function searchedSince({ staying, startedAt }: Sleeping): number {
  return STAY_AWAKE && staying?.until !== undefined ? staying.until : startedAt;
}

/** Nothing would wake the device a moment later: what is to be reported is, at this wake. @cold */
function isReportNow({ sensors }: Runtime, { reports, failed, causes }: Sleeping): boolean {
  return !reports && failed === 0 && isCaused(causes, sensors);
}

/** @cold */
function join({ ports, id }: Runtime): void {
  const record = ports.readRecord(SETTINGS);
  if (record !== undefined) ports.joinNetwork(setting(record, "ssid"), setting(record, "password"), id);
}

function isDone(runtime: Runtime, { reports }: Sleeping, now: number): boolean {
  const { client, sensors, measurements, actuators, announcing } = runtime;
  if (reports) {
    if (!isConnected(client)) return false;
    // What waits at the broker for the session comes now.
    if ((REMOTE_SETTINGS || SWITCHES || UPDATES) && elapsed(now, client.connection.since) < LISTEN_MS)
      return false;
    if (DISCOVERY && isBeingAnnounced(announcing)) return false;
    if (REMOTE_SETTINGS && runtime.settings.course === TO_TELL) return false;
  }
  if (SWITCHES && reports) {
    for (const { unpublished } of actuators) {
      if (unpublished) return false;
    }
  }
  for (const measurement of measurements) {
    if (measurement.readyAt !== NOTHING_ASKED) return false;
  }
  for (const sensor of sensors) {
    // An age is never published for good.
    if (sensor.stage !== AT_REST || (reports && sensor.unpublished && !sensor.isAge)) return false;
    if (HISTORY && reports && sensor.history !== undefined && isUntold(sensor.history)) return false;
  }
  return true;
}

/** From one report to the next. @inline */
function reportsEvery({ every, report }: SleepOptions): number {
  return report === undefined ? every : report;
}

/** When the next report is due. @cold */
function noteOutcome({ client, sensors, time }: Runtime, sleeping: Sleeping): void {
  const { every } = sleeping.options;
  if (CLOCK && time !== undefined && sleeping.clock !== undefined)
    noteAnswer(sleeping.clock, time, sleeping.startedAt, isConnected(client), every);
  if (!sleeping.reports) {
    // A broker that was not reached is not looked for earlier.
    if (sleeping.failed === 0 && isCaused(sleeping.causes, sensors)) sleeping.dueIn = 0;
  } else if (isConnected(client)) {
    sleeping.failed = 0;
    sleeping.dueIn = reportsEvery(sleeping.options);
    noteReported(sleeping.causes, sensors);
  } else {
    sleeping.failed += 1;
    sleeping.dueIn = pauseBehind(sleeping.failed, every);
  }
  // One that knows no time connects to ask for it.
  if (CLOCK && sleeping.clock !== undefined && sleeping.failed === 0 && time?.clock.moment === undefined)
    sleeping.dueIn = Math.min(sleeping.dueIn, sleeping.clock.askIn);
}

/** Without a timer: whether the next wake reports. @cold */
function noteOutcomeAtPin({ client, sensors }: Runtime, sleeping: Sleeping): void {
  if (!sleeping.reports) sleeping.dueIn = Math.max(0, sleeping.dueIn - 1);
  else if (isConnected(client)) {
    sleeping.failed = 0;
    sleeping.dueIn = 0;
    noteReported(sleeping.causes, sensors);
  } else {
    sleeping.failed += 1;
    sleeping.dueIn = Math.min(sleeping.failed - 1, MOST_SKIPPED);
  }
}

/**
 * It keeps its beat: the time that it was awake is taken off. For what is to be reported at once it wakes
 * once more, as the sleep before decides whether a wake has a radio. @cold
 */
function fallAsleep(runtime: Runtime): void {
  const { ports, sensors, journal, sleeping } = runtime;
  if (sleeping === undefined) return;
  const { clock, options, pin } = sleeping;
  if (PIN_WAKES && pin !== undefined) waitForPin(pin, ports);
  const every = wakesEvery(options, sensors);
  const now = ports.milliseconds();
  if (PIN_WAKES && !hasTimer(options)) {
    const memory = newWakeMemory(now);
    carry(runtime, sleeping, memory);
    ports.log("sleeps until its pin changes");
    fallAsleepFor(ports, journal, 0, memory.text, true, RESTART_MS);
    return;
  }
  const awake = elapsed(now, sleeping.startedAt) + RESTART_MS;
  const isAtOnce = !sleeping.reports && sleeping.dueIn === 0;
  const ms = isAtOnce ? LEAST_SLEEP_MS : Math.max(every - (awake % every), LEAST_SLEEP_MS);
  sleeping.dueIn = Math.max(0, sleeping.dueIn - awake - ms);
  if (CLOCK && clock !== undefined) noteSleep(clock, awake, ms);
  const memory = newWakeMemory(later(now, RESTART_MS + ms));
  carry(runtime, sleeping, memory);
  ports.log("sleeps for " + Math.floor(ms / 1000) + " s");
  const duration = CLOCK && clock !== undefined ? askedFor(clock, ms) : ms;
  fallAsleepFor(ports, journal, duration, memory.text, isDue(sleeping.dueIn, options), RESTART_MS);
}

/** Less often while the battery is low. */
function wakesEvery({ every, whenLow }: SleepOptions, sensors: readonly Sensor[]): number {
  if (whenLow === undefined || whenLow.sensorAt === undefined || whenLow.least === undefined) return every;
  const sensor = sensors[whenLow.sensorAt];
  const reading = sensor === undefined ? undefined : sensor.last;
  return reading !== undefined && reading < whenLow.least ? whenLow.every : every;
}

/** Of a sleep that is too long for the chip what is left is kept in front of the rest. @cold */
function fallAsleepFor(
  ports: Ports,
  journal: Journal | undefined,
  ms: number,
  kept: string,
  hasRadio: boolean,
  leaveMs: number,
): void {
  const now = Math.min(ms, LONGEST_SLEEP_MS);
  const memory = newWakeMemory(0);
  carriedNumber(memory, ms - now);
  keepOverSleep(ports, journal, memory.text + kept);
  ports.sleep.sleepIn(leaveMs, now, hasRadio && now === ms);
}
