// The first settings of a device, tried from its next start on like those by message
// (runtime/settings-trial.ts). One that had none is given a record that sets nothing, and goes back to that:
// beside no record at all, settings that were tried would be those whose keeping was cut, and hold without a
// trial.
import type { Storage } from "../ports/storage.ts";
import { EMPTY_RECORD, SETTINGS, settingsAreWhole } from "../runtime/settings.ts";
import { layBeside, TRIED, takenBack } from "../runtime/settings-trial.ts";

/** Has the device try `record`. False when it cannot be stored: then nothing is tried. @cold */
export function tryFirst(storage: Storage, record: string): boolean {
  const before = storage.readRecord(SETTINGS);
  if (!isRecord(before) && !storage.writeRecord(SETTINGS, EMPTY_RECORD)) return false;
  return layBeside(storage, record);
}

/** Is a set-up to run in the device's place: are there no settings, neither to hold nor to try? @cold */
export function needsSetUp(storage: Pick<Storage, "readRecord">): boolean {
  const settings = storage.readRecord(SETTINGS);
  const tried = storage.readRecord(TRIED);
  if (isRecord(settings)) return settings === EMPTY_RECORD && (!isRecord(tried) || takenBack(storage) !== "");
  // Cut while they became the settings: the device keeps them now.
  return !isRecord(tried);
}

function isRecord(record: string | undefined): boolean {
  return record !== undefined && settingsAreWhole(record);
}
