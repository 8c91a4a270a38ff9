// Kept states: what an actuator was before the power went, in one record of the storage.
//
// Flash wears out with each write: it is written only when a state has changed, and not more often than every 10 seconds.
import { elapsed } from "../bytes/milliseconds.ts";
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Storage } from "../ports/storage.ts";
import type { System } from "../ports/system.ts";
import { type Acting, LONGEST_WAIT_MS } from "./acting.ts";
import { type ActuatorDeclaration, FORGETS, KEEP, LAST } from "./actuators/declaration.ts";

/** The record's name. It is lines of `name=value` behind an empty one. */
export const KEPT_STATES_RECORD = "states";

const WRITE_PAUSE_MS = 10000;

/**
 * Puts the values that were kept into the declarations, as what to start with. One that says "keep" takes it unless power
 * has just come, or nobody knows why the chip started. @cold
 */
export function recallStates(actuators: ActuatorDeclaration[], ports: Storage & System): void {
  const record = ports.readRecord(KEPT_STATES_RECORD);
  if (record === undefined) return;
  const reason = ports.resetReason();
  const isFromPower = reason === "power" || reason === "unknown";
  for (const actuator of actuators) {
    if (actuator.keeping === LAST || (actuator.keeping === KEEP && !isFromPower)) {
      const kept = keptValue(record, actuator.name);
      // Another image may have had other bounds.
      if (kept !== undefined && kept >= actuator.leastValue && kept <= actuator.mostValue)
        actuator.startValue = kept;
    }
  }
}

function keptValue(record: string, name: string): number | undefined {
  const key = "\n" + name + "=";
  const at = record.indexOf(key);
  if (at < 0) return undefined;
  let text = record.substring(at + key.length);
  const end = text.indexOf("\n");
  if (end < 0) return undefined;
  text = text.substring(0, end);
  if (text.indexOf("-") !== 0) return wholeNumber(text);
  const value = wholeNumber(text.substring(1));
  return value === undefined ? undefined : 0 - value;
}

/** Writes the states when one has changed and it is time. Returns the milliseconds until it is next needed. */
export function saveStates(acting: Acting, now: number): number {
  if (!acting.unsaved) return LONGEST_WAIT_MS;
  const left = WRITE_PAUSE_MS - elapsed(now, acting.savedAt);
  if (left > 0) return left;
  acting.savedAt = now;
  let record = "\n";
  for (const actuator of acting.actuators) {
    const { name, keeping } = actuator.declared;
    if (keeping !== FORGETS) record = record + name + "=" + actuator.value + "\n";
  }
  // What could not be written is tried again with the next change, or in ten seconds.
  acting.unsaved = !acting.ports.writeRecord(KEPT_STATES_RECORD, record);
  return LONGEST_WAIT_MS;
}
