// Persisted states: what an actuator was before the power went, in one record of the journal or the storage
// (kept-record.ts).
//
// Flash wears out with each write: it is written only when a state has changed, and not more often than every
// 10 seconds.
import { MOST_COLOUR } from "../../bytes/colour.ts";
import { elapsed, later } from "../../bytes/milliseconds.ts";
import { wholeNumber } from "../../bytes/whole-number.ts";
import { COLOURS } from "../../features.ts";
import type { Storage } from "../../ports/storage.ts";
import type { System } from "../../ports/system.ts";
import {
  type DeclaredActuator,
  FORGETS,
  KEEP,
  LAST,
  NO_COLOUR,
  type OwnText,
  startAt,
  startColour,
  writeText,
} from "./actuators/declared-actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS } from "./automation-state.ts";
import { type KeptRecords, readKept, writeKept } from "./kept-record.ts";

/**
 * The record's name. After an empty line it has lines of `name=value`, for a colour `name/color=value`, for a
 * text `name/text=text`.
 */
export const PERSISTED_STATES_RECORD = "states";

/** After the name of a light, which has no "/": its colour. */
const COLOUR = "/color";

/** After the name of an actuator: its text, which has no control characters. */
const TEXT = "/text";

export const WRITE_PAUSE_MS = 10000;

/** The record has the present states; one of them has changed since it was written. */
const CURRENT = 0;
const OUTDATED = 1;
type RecordAge = typeof CURRENT | typeof OUTDATED;

export interface PersistedStates {
  /** `OUTDATED` until it is time to write. */
  record: RecordAge;
  /** When it was last written. */
  savedAt: number;
}

/** The states are those of the record, or those of the start. */
export function createPersistedStates(savedAt: number): PersistedStates {
  return { record: CURRENT, savedAt };
}

/** Written so long ago that a change is written at once: the first of a wake, which is short. @cold */
export function longAgo(now: number): number {
  return later(now, 2147483647 - WRITE_PAUSE_MS);
}

/** A state that is kept has changed. @inline */
export function outdate(persistedStates: PersistedStates): void {
  persistedStates.record = OUTDATED;
}

/**
 * Puts the kept values into the declarations, as those to start with. "keep" does so unless power has just
 * come, or nobody knows why the chip started. @cold
 */
export function restoreStates(
  actuators: DeclaredActuator[],
  ports: Storage & System,
  kept: KeptRecords | undefined,
): void {
  const record = readKept(ports, kept, PERSISTED_STATES_RECORD);
  if (record === undefined) return;
  const reason = ports.resetReason();
  const isFromPower = reason === "power" || reason === "unknown";
  for (const actuator of actuators) {
    if (actuator.keeping === LAST || (actuator.keeping === KEEP && !isFromPower)) {
      const value = keptValue(record, actuator.name);
      // Another image may have had other bounds.
      if (value !== undefined && value >= actuator.leastValue && value <= actuator.mostValue)
        startAt(actuator, value);
      if (COLOURS && actuator.colour !== NO_COLOUR) restoreColour(actuator, record);
      if (actuator.ownText !== undefined) restoreText(actuator, actuator.ownText, record);
    }
  }
}

/** Black is no colour to be kept. */
function restoreColour(actuator: DeclaredActuator, record: string): void {
  const kept = keptValue(record, actuator.name + COLOUR);
  if (kept !== undefined && kept > 0 && kept <= MOST_COLOUR) startColour(actuator, kept);
}

function restoreText(actuator: DeclaredActuator, own: OwnText, record: string): void {
  const kept = keptText(record, actuator.name + TEXT);
  if (kept !== undefined && own.takes(actuator, kept)) writeText(own, kept);
}

function keptText(record: string, name: string): string | undefined {
  const key = "\n" + name + "=";
  const at = record.indexOf(key);
  if (at < 0) return undefined;
  const text = record.substring(at + key.length);
  const end = text.indexOf("\n");
  return end < 0 ? undefined : text.substring(0, end);
}

function keptValue(record: string, name: string): number | undefined {
  const text = keptText(record, name);
  if (text === undefined) return undefined;
  if (text.indexOf("-") !== 0) return wholeNumber(text);
  const value = wholeNumber(text.substring(1));
  return value === undefined ? undefined : 0 - value;
}

/**
 * Writes the states when one has changed and it is time. Returns the milliseconds until it is next needed.
 */
export function saveStates(device: ActingDevice, now: number): number {
  if (device.persistedStates.record === CURRENT) return LONGEST_WAIT_MS;
  const left = WRITE_PAUSE_MS - elapsed(now, device.persistedStates.savedAt);
  if (left > 0) return left;
  device.persistedStates.savedAt = now;
  let record = "\n";
  for (const actuator of device.actuators) {
    const { name, keeping, ownText } = actuator.declaration;
    if (keeping !== FORGETS) record = record + name + "=" + actuator.value + "\n";
    if (COLOURS && keeping !== FORGETS && actuator.colour !== NO_COLOUR)
      record = record + name + COLOUR + "=" + actuator.colour + "\n";
    if (keeping !== FORGETS && ownText !== undefined)
      record = record + name + TEXT + "=" + ownText.text + "\n";
  }
  // A record that could not be written is tried again with the next change, or in ten seconds.
  if (writeKept(device, PERSISTED_STATES_RECORD, record)) device.persistedStates.record = CURRENT;
  return LONGEST_WAIT_MS;
}

/** Writes them now if one has changed: the device is about to sleep. @cold */
export function saveStatesNow(device: ActingDevice, now: number): void {
  device.persistedStates.savedAt = longAgo(now);
  saveStates(device, now);
}
