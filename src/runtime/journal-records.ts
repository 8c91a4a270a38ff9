// Records of the device's actuators as values of its journal. An earlier image may have had no journal: what
// it has left in the storage moves once.
import type { ActingDevice } from "../device/run/automation-state.ts";
import { gatherValue, writeNow } from "../device/run/keeping.ts";
import { commit, heldValue, type Journal, keep } from "../journal/journal.ts";
import { valueKey } from "../journal/value-keys.ts";
import type { Storage } from "../ports/storage.ts";

/** What a record of the storage holds that has moved. */
const MOVED = "\n";

/** @cold */
export function readRecord(ports: Storage, journal: Journal, name: string): string | undefined {
  const key = valueKey(name);
  const value = heldValue(journal, key);
  if (value !== undefined) return value;
  const record = ports.readRecord(name);
  // Where the journal is damaged later, what is old by then is not taken for the newest.
  if (record !== undefined && record !== MOVED && keep(journal, key, record) && commit(journal))
    ports.writeRecord(name, MOVED);
  return record;
}

/** Before the device runs. False: the flash did not take it. @cold */
export function writeRecord(journal: Journal, name: string, record: string): boolean {
  return keep(journal, valueKey(name), record) && commit(journal);
}

/** Writes it at once. False: it could not be written. */
export function keepRecord(device: ActingDevice, name: string, record: string): boolean {
  const { journal, keeping, health } = device;
  return (
    journal !== undefined &&
    gatherValue(keeping, journal, health, valueKey(name), record) &&
    writeNow(keeping, journal, health)
  );
}
