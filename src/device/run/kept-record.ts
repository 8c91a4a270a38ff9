// A record that outlives the power, as the states and the starts of actuators are: a value of the journal
// where the device has one, and else a record of its storage. The journal's own functions are handed in, from
// src/runtime/journal-records.ts.
import { JOURNAL } from "../../features.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Storage } from "../../ports/storage.ts";
import type { ActingDevice } from "./automation-state.ts";
import { type Keeping, noteRefused } from "./keeping.ts";

/** A journal at the start of a device, as a place for records. */
export interface KeptRecords {
  journal: Journal;
  keeping: Keeping;
  /** `undefined`: no record has this name. */
  read(this: void, ports: Storage, journal: Journal, name: string): string | undefined;
  /** False: the flash did not take it. */
  write(this: void, journal: Journal, name: string, record: string): boolean;
}

/** The record as it was kept last, at a start. */
export function readKept(ports: Storage, kept: KeptRecords | undefined, name: string): string | undefined {
  return JOURNAL && kept !== undefined ? kept.read(ports, kept.journal, name) : ports.readRecord(name);
}

/** Writes it at once, before the device runs. What the journal's flash does not take is a problem of the device. */
export function keepAtStart(
  ports: Storage,
  kept: KeptRecords | undefined,
  name: string,
  record: string,
): void {
  if (JOURNAL && kept !== undefined) {
    if (!kept.write(kept.journal, name, record)) noteRefused(kept.keeping);
  } else ports.writeRecord(name, record);
}

/** Writes it at once. False: it could not be written. */
export function writeKept(device: ActingDevice, name: string, record: string): boolean {
  if (JOURNAL && device.journal !== undefined) return device.keepRecord(device, name, record);
  return device.ports.writeRecord(name, record);
}
