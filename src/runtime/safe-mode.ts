// Safe mode: a device that started ten times in a row without running for a minute starts without its parts, and can be
// reached and mended. Its starts are counted in one record, written twice by a start that goes well.
import { elapsed } from "../bytes/milliseconds.ts";
import { wholeNumber } from "../bytes/whole-number.ts";
import { commandTopic, SAFE_MODE_NAME } from "../device/run/topics.ts";
import { forgetStarts, UNSTEADY_STARTS } from "../device/run/unsteady-starts.ts";
import { UPDATES } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import { readStanding } from "../update/standing.ts";
import { LONGEST_MS } from "./runtime.ts";

/** Behind so many of them it starts safely. */
export const MOST_UNSTEADY = 10;
/** A start that runs for so long is none of them. */
export const STEADY_MS = 60000;
/** A device leaves safe mode by itself behind this. */
export const SAFE_MS = 3600000;
/**
 * A start whose drivers throw starts the chip anew behind this, where the interpreter would go on without the
 * device.
 */
export const GUARD_MS = 10000;

export const SAFE_WORDS =
  "safe mode: it started ten times without running for a minute; nothing is measured, driven or obeyed";

export interface SafeMode extends Subscriber {
  ports: Ports;
  isOn: boolean;
  /** Are the actuators to be brought to rest? Their drivers may be what ended the starts. */
  drivesRest: boolean;
  startedAt: number;
  /** What the record holds once the device has run for a minute; "": as it is. */
  steady: string;
  isLeaving: boolean;
}

/**
 * Counts this start, before anything else is done. `undefined`: it is not counted, as it is a wake, or the first of an
 * image on trial, which counts for itself (update/standing.ts). @cold
 */
export function countStart(ports: Ports): SafeMode | undefined {
  const record = ports.readRecord(UNSTEADY_STARTS);
  const before = record === undefined ? 0 : (wholeNumber(record) ?? 0);
  if (ports.resetReason() === "deep sleep") {
    // What came to sleep has run well.
    forgetStarts(ports);
    return undefined;
  }
  if (UPDATES && ports.updates !== undefined && readStanding(ports).tried === ports.updates.started)
    return undefined;
  const isOn = before >= MOST_UNSTEADY;
  // Behind a safe start that did not reach a minute either, the next ones leave the actuators alone.
  const isCounted = before <= MOST_UNSTEADY && ports.writeRecord(UNSTEADY_STARTS, "" + (before + 1));
  ports.restartIn(GUARD_MS);
  let steady = "";
  if (isCounted) steady = isOn ? "" + MOST_UNSTEADY : "0";
  return {
    ports,
    isOn,
    drivesRest: isOn && isCounted,
    startedAt: ports.milliseconds(),
    steady,
    isLeaving: false,
    deliver,
  };
}

/** Its parts have begun. @cold */
export function endGuard({ ports }: SafeMode): void {
  ports.stayOn();
}

/** @cold */
export function hearSafeMode(safeMode: SafeMode, client: Client, root: string): void {
  subscribe(client, commandTopic(root, SAFE_MODE_NAME), 1, safeMode);
}

/** One that the broker had kept would end each safe mode as it begins. @cold */
function deliver(safeMode: SafeMode, payload: string, retained: boolean): void {
  if (payload !== "off" || retained) return;
  safeMode.isLeaving = true;
  safeMode.ports.wake(1);
}

/** Returns the milliseconds until it is next needed; 0: the device is to start anew now. */
export function pollSafeMode(safeMode: SafeMode, now: number): number {
  const passed = elapsed(now, safeMode.startedAt);
  if (safeMode.isOn && (safeMode.isLeaving || passed >= SAFE_MS)) {
    safeMode.isLeaving = false;
    safeMode.startedAt = now;
    safeMode.steady = "";
    return safeMode.ports.writeRecord(UNSTEADY_STARTS, "0") ? 0 : LONGEST_MS;
  }
  if (safeMode.steady === "") return LONGEST_MS;
  if (passed < STEADY_MS) return STEADY_MS - passed;
  safeMode.ports.writeRecord(UNSTEADY_STARTS, safeMode.steady);
  safeMode.steady = "";
  return LONGEST_MS;
}
