// Sleep: what a device that sleeps wakes for, when it has done all of that, and how long it sleeps then. A wake is a start: of the one before
// it has what was kept (sleep-memory.ts).
import { elapsed } from "../bytes/milliseconds.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import { NOTHING_ASKED } from "../device/run/measurement.ts";
import { carryCauses, isCaused, noteReported, type ReportCause } from "../device/run/report-cause.ts";
import { AT_REST, type Sensor } from "../device/run/sensor.ts";
import { carriedNumber, type WakeMemory } from "../device/run/wake-memory.ts";
import { isBeingAnnounced } from "../discovery/announcer.ts";
import { DISCOVERY, LONGEST_SLEEP_MS, REMOTE_SETTINGS } from "../features.ts";
import type { Journal } from "../journal/journal.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { STOP_MS } from "../mqtt/stop-time.ts";
import type { Ports } from "../ports/ports.ts";
import { NOTHING_TO_DO } from "./remote-settings.ts";
import { LONGEST_MS, RESTART_MS, type Runtime } from "./runtime.ts";
import { stopWithin } from "./shutdown.ts";
import { carrySensors, keepOverSleep, recall } from "./sleep-memory.ts";

/** A device that did not wake by itself stays awake so long: whoever stands beside it can reach it. */
const WINDOW_MS = 60000;
/** It looks for its broker no longer, at one wake: a battery does not last for a search. */
const SEARCH_MS = 20000;
/** Commands and settings that the broker has kept come in this time. */
const LISTEN_MS = 1000;
/** How often it looks whether all is done. */
const LOOK_MS = 50;
const LEAST_SLEEP_MS = 1000;
/** A broker that is away is looked for at longer and longer intervals, up to this one. */
const LONGEST_PAUSE_MS = 14400000;

export interface Sleeping {
  options: SleepOptions;
  causes: readonly ReportCause[];
  startedAt: number;
  /** Did the chip's own timer wake it? */
  isWake: boolean;
  /** Does this wake connect? */
  reports: boolean;
  /** Until the next report, from this wake on, in milliseconds. */
  dueIn: number;
  /** Wakes in a row that looked for the broker and did not reach it. */
  failed: number;
  /** It stops now to sleep: what it said of itself is no end. */
  isEnding: boolean;
}

/** The sensors go on from where they were before the sleep. @cold */
export function createSleeping(
  options: SleepOptions,
  ports: Ports,
  journal: Journal | undefined,
  sensors: readonly Sensor[],
  now: number,
): Sleeping {
  const isWake = ports.resetReason() === "deep sleep";
  const causes = options.causes === undefined ? [] : options.causes;
  const sleeping: Sleeping = {
    options,
    causes,
    startedAt: now,
    isWake,
    reports: true,
    dueIn: 0,
    failed: 0,
    isEnding: false,
  };
  const memory = isWake ? recall(ports, journal) : undefined;
  if (memory !== undefined) {
    carriedNumber(memory, 0);
    carry(sleeping, sensors, memory);
    sleeping.reports = isDue(sleeping.dueIn, options);
  }
  return sleeping;
}

/** What is kept behind the rest of a sleep. @cold */
function carry(sleeping: Sleeping, sensors: readonly Sensor[], memory: WakeMemory): void {
  sleeping.dueIn = carriedNumber(memory, sleeping.dueIn);
  sleeping.failed = carriedNumber(memory, sleeping.failed);
  carryCauses(sleeping.causes, memory);
  carrySensors(sensors, memory);
}

/** A wake may be a little early. */
function isDue(dueIn: number, { every }: SleepOptions): boolean {
  return dueIn < every >> 1;
}

/**
 * Sleeps on, where the chip cannot sleep as long as it is to: before any part has begun. True: it does, and nothing is to be
 * started. @cold
 */
export function sleepOn(options: SleepOptions, ports: Ports, journal: Journal | undefined): boolean {
  const memory = ports.resetReason() === "deep sleep" ? recall(ports, journal) : undefined;
  if (memory === undefined) return false;
  const left = carriedNumber(memory, 0);
  if (left === 0) return false;
  const rest = memory.text.substring(memory.at, memory.text.length);
  fallAsleepFor(ports, journal, left, rest, isDue(carriedNumber(memory, 0), options), 1);
  return true;
}

/** Falls asleep when all is done. Returns the milliseconds until it is next needed. */
export function pollSleep(runtime: Runtime, sleeping: Sleeping, now: number): number {
  if (sleeping.isEnding || (REMOTE_SETTINGS && runtime.settings.course !== NOTHING_TO_DO)) return LONGEST_MS;
  const awake = elapsed(now, sleeping.startedAt);
  if (!sleeping.isWake && awake < WINDOW_MS) return WINDOW_MS - awake;
  if (awake < SEARCH_MS && !isDone(runtime, sleeping, now)) return LOOK_MS;
  sleeping.isEnding = true;
  noteOutcome(runtime, sleeping);
  return stopWithin(runtime, sleeping.reports ? STOP_MS : 0, fallAsleep);
}

function isDone(runtime: Runtime, { reports }: Sleeping, now: number): boolean {
  const { client, sensors, measurements, announcing } = runtime;
  if (reports) {
    if (!isConnected(client)) return false;
    if (REMOTE_SETTINGS && elapsed(now, client.connection.since) < LISTEN_MS) return false;
    if (DISCOVERY && isBeingAnnounced(announcing)) return false;
  }
  for (const measurement of measurements) {
    if (measurement.readyAt !== NOTHING_ASKED) return false;
  }
  for (const sensor of sensors) {
    // An age is never published for good.
    if (sensor.stage !== AT_REST || (reports && sensor.unpublished && !sensor.isAge)) return false;
  }
  return true;
}

/** When the next report is due. @cold */
function noteOutcome({ client, sensors }: Runtime, sleeping: Sleeping): void {
  const { every, report } = sleeping.options;
  if (!sleeping.reports) {
    // A broker that was not reached is not looked for earlier.
    if (sleeping.failed === 0 && isCaused(sleeping.causes, sensors)) sleeping.dueIn = 0;
  } else if (isConnected(client)) {
    sleeping.failed = 0;
    sleeping.dueIn = report === undefined ? every : report;
    noteReported(sleeping.causes, sensors);
  } else {
    sleeping.failed += 1;
    sleeping.dueIn = pauseBehind(sleeping.failed, every);
  }
}

/** Twice as long each time. */
function pauseBehind(failed: number, every: number): number {
  let pause = every;
  for (let i = 1; i < failed && pause < LONGEST_PAUSE_MS; i++) pause = pause * 2;
  return Math.max(every, Math.min(pause, LONGEST_PAUSE_MS));
}

/**
 * It keeps its beat: the time that it was awake is taken off. For what is to be reported at once it wakes once more, as the
 * sleep before decides whether a wake has a radio. @cold
 */
function fallAsleep(runtime: Runtime): void {
  const { ports, sensors, journal, sleeping } = runtime;
  if (sleeping === undefined) return;
  const every = wakesEvery(sleeping.options, sensors);
  const awake = elapsed(ports.milliseconds(), sleeping.startedAt) + RESTART_MS;
  const isAtOnce = !sleeping.reports && sleeping.dueIn === 0;
  const ms = isAtOnce ? LEAST_SLEEP_MS : Math.max(every - (awake % every), LEAST_SLEEP_MS);
  sleeping.dueIn = Math.max(0, sleeping.dueIn - awake - ms);
  const memory: WakeMemory = { text: "", at: 0, isReading: false };
  carry(sleeping, sensors, memory);
  ports.log("sleeps for " + Math.floor(ms / 1000) + " s");
  fallAsleepFor(ports, journal, ms, memory.text, isDue(sleeping.dueIn, sleeping.options), RESTART_MS);
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
  const memory: WakeMemory = { text: "", at: 0, isReading: false };
  carriedNumber(memory, ms - now);
  keepOverSleep(ports, journal, memory.text + kept);
  ports.sleep.sleepIn(leaveMs, now, hasRadio && now === ms);
}
