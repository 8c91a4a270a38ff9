// Sleep: when a device that is awake has done all that it woke for, and how long it sleeps then. A wake is a start: of the one before it has
// what was kept (sleep-memory.ts).
import { elapsed } from "../bytes/milliseconds.ts";
import { NOTHING_ASKED } from "../device/run/measurement.ts";
import { AT_REST, type Sensor } from "../device/run/sensor.ts";
import type { WakeMemory } from "../device/run/wake-memory.ts";
import { isBeingAnnounced } from "../discovery/announcer.ts";
import { DISCOVERY, REMOTE_SETTINGS } from "../features.ts";
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

export interface Sleeping {
  every: number;
  startedAt: number;
  /** Did the chip's own timer wake it? */
  isWake: boolean;
  /** It stops now to sleep: what it said of itself is no end. */
  isEnding: boolean;
}

/** The sensors go on from where they were before the sleep. @cold */
export function createSleeping(
  every: number,
  ports: Ports,
  journal: Journal | undefined,
  sensors: readonly Sensor[],
  now: number,
): Sleeping {
  const isWake = ports.resetReason() === "deep sleep";
  const memory = isWake ? recall(ports, journal) : undefined;
  if (memory !== undefined) carrySensors(sensors, memory);
  return { every, startedAt: now, isWake, isEnding: false };
}

/** Falls asleep when all is done. Returns the milliseconds until it is next needed. */
export function pollSleep(runtime: Runtime, sleeping: Sleeping, now: number): number {
  if (sleeping.isEnding || (REMOTE_SETTINGS && runtime.settings.course !== NOTHING_TO_DO)) return LONGEST_MS;
  const awake = elapsed(now, sleeping.startedAt);
  if (!sleeping.isWake && awake < WINDOW_MS) return WINDOW_MS - awake;
  if (awake < SEARCH_MS && !isDone(runtime, now)) return LOOK_MS;
  sleeping.isEnding = true;
  return stopWithin(runtime, STOP_MS, fallAsleep);
}

function isDone({ client, sensors, measurements, announcing }: Runtime, now: number): boolean {
  if (!isConnected(client)) return false;
  if (REMOTE_SETTINGS && elapsed(now, client.connection.since) < LISTEN_MS) return false;
  if (DISCOVERY && isBeingAnnounced(announcing)) return false;
  for (const measurement of measurements) {
    if (measurement.readyAt !== NOTHING_ASKED) return false;
  }
  for (const sensor of sensors) {
    if (sensor.stage !== AT_REST || sensor.unpublished) return false;
  }
  return true;
}

/** It keeps its beat: the time that it was awake is taken off. @cold */
function fallAsleep(runtime: Runtime): void {
  const sleeping = runtime.sleeping;
  if (sleeping === undefined) return;
  const { ports } = runtime;
  const awake = elapsed(ports.milliseconds(), sleeping.startedAt) + RESTART_MS;
  const left = sleeping.every - (awake % sleeping.every);
  const ms = Math.max(left, LEAST_SLEEP_MS);
  const memory: WakeMemory = { text: "", at: 0, isReading: false };
  carrySensors(runtime.sensors, memory);
  keepOverSleep(runtime, memory);
  ports.log("sleeps for " + Math.floor(ms / 1000) + " s");
  ports.sleep.sleepIn(RESTART_MS, ms);
}
