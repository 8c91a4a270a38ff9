// New settings are tried: they stand beside the old ones until the broker has accepted the device with them.
// If it does not within the time, or the device starts again before, they are taken back.
//
// No target writes a record in one step. So three records, of which one is written at a time, and an order in
// which every cut leaves the old settings or the new ones:
//
//   command    mark "0", tried = the new settings, restart
//   start      mark "1", a restart later, connect with what is tried; a mark that is "1" already: take it back
//   accepted   settings = tried, tried = "none", no restart
//   taken back tried = why, restart with the old settings; "none" when that has been told
//
// The way back does not depend on what the new settings say. Before the device reads any of them its restart
// is set, which only their end calls off; and the mark lets that restart take them back.
//
// What is tried and broken was cut while it was written. Settings that are broken beside whole ones that are
// tried were cut while these became the settings: they do so now.
import type { Ports } from "../ports/ports.ts";
import type { Storage } from "../ports/storage.ts";
import { SETTINGS, settingsAreWhole } from "./settings.ts";

/** What is tried, why it was taken back, or `NOTHING`; whether a device has started with it. */
export const TRIED = "settings-tried";
export const MARK = "settings-mark";
const NOTHING = "none";
const NEW = "0";
const BEGUN = "1";

/**
 * When it is started anew that has neither kept nor taken back what it tries: it may not have come to run at
 * all.
 */
const GIVEN_UP_MS = 100000;

const TAKEN_BACK = "settings were tried and taken back: ";
const RESTARTED = "the device started again before it was connected";

export interface Trial {
  /** The settings to start with. */
  record: string | undefined;
  /** They are on trial. */
  isOn: boolean;
  /** Why others were taken back, as a sentence for the problem topic; "" when none were. */
  report: string;
}

/** The settings to start with. @cold */
export function settingsAtStart(ports: Ports): Trial {
  const trial: Trial = { record: ports.readRecord(SETTINGS), isOn: false, report: "" };
  const tried = ports.readRecord(TRIED);
  if (tried === NOTHING) return trial;
  const mark = ports.readRecord(MARK);
  if (tried === undefined || !settingsAreWhole(tried)) trial.report = brokenReport(tried, mark);
  else if (trial.record === undefined || !settingsAreWhole(trial.record)) {
    trial.record = tried;
    keepTried(ports);
  } else if (trial.record === tried) forgetTried(ports);
  else if (mark === BEGUN) trial.report = TAKEN_BACK + RESTARTED;
  else if (!ports.writeRecord(MARK, BEGUN)) trial.report = TAKEN_BACK + "the storage is full";
  else {
    ports.restartIn(GIVEN_UP_MS);
    trial.record = tried;
    trial.isOn = true;
  }
  return trial;
}

/** Why settings that were tried do not hold, in words; "" where none were tried, or are to be. @cold */
export function takenBack(storage: Pick<Storage, "readRecord">): string {
  const tried = storage.readRecord(TRIED);
  if (tried === undefined) return "";
  if (tried.indexOf(TAKEN_BACK) === 0) return tried;
  return settingsAreWhole(tried) && storage.readRecord(MARK) === BEGUN ? TAKEN_BACK + RESTARTED : "";
}

/** What there is to tell where nothing whole is tried. @cold */
function brokenReport(tried: string | undefined, mark: string | undefined): string {
  if (tried !== undefined && tried.indexOf(TAKEN_BACK) === 0) return tried;
  if (mark === NEW) return TAKEN_BACK + "power went while they were written";
  // It was the end of a trial that was cut: settings were kept, or why they were not can be read no more.
  return tried === undefined ? "" : "power went while settings were tried: see which ones hold";
}

/**
 * Has the device try `record` from its next start on. False when it cannot be stored: then nothing has
 * changed. @cold
 */
export function layBeside(storage: Storage, record: string): boolean {
  if (storage.writeRecord(MARK, NEW) && storage.writeRecord(TRIED, record)) return true;
  forgetTried(storage);
  return false;
}

/** What was tried are the settings now. False when they could not be written. @cold */
export function keepTried(storage: Storage): boolean {
  const tried = storage.readRecord(TRIED);
  if (tried === undefined || !storage.writeRecord(SETTINGS, tried)) return false;
  forgetTried(storage);
  return true;
}

/**
 * Takes back what was tried; `reason` in words. The next start is with the old settings, and tells it. @cold
 */
export function takeBackTried(storage: Storage, reason: string): void {
  // Should it not be written: the mark says that they were begun, and the next start takes them back.
  storage.writeRecord(TRIED, TAKEN_BACK + reason);
}

/** Nothing is tried, and nothing left to be told. @cold */
export function forgetTried(storage: Storage): void {
  if (storage.readRecord(TRIED) !== NOTHING) storage.writeRecord(TRIED, NOTHING);
}
