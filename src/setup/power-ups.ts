// The choice at a start between a device and its set-up: a device without settings is set up, and so is one whose
// button is held as power comes, or whose power has come three times in a row, each time for less than ten
// seconds, or whose page took settings that failed, or that had no network for its author's time. A start for
// another reason begins the count anew, as a wake does, and a restart by the program.
import type { Storage } from "../ports/storage.ts";
import { takenBack } from "../runtime/settings-trial.ts";
import { SET_UP_NEXT, STARTS } from "../runtime/starts.ts";
import { needsSetUp } from "./first-settings.ts";

// What the record of the starts holds: it is absent, or has `SET_UP_NEXT`, or one of these.
/** Power came so often. */
const ONCE = "1";
const TWICE = "2";
/** This start is to try settings of the page; the one before has begun to. */
const SENT = "sent";
const BEGUN = "begun";

/** Milliseconds of running behind which the next time is the first one again. */
export const QUICK_MS = 10000;

/** What the choice needs of its chip. */
export interface ChoosingChip extends Storage {
  /** Has power come? */
  isPowerUp: () => boolean;
  /** Removes the record of the count. */
  forgetPowerUps: () => void;
  /** The same when `QUICK_MS` have passed. */
  forgetPowerUpsLater: () => void;
}

/** Is the set-up to run in the device's place? Counts this start. `isHeld`: its button is. @cold */
export function startsSetUp(chip: ChoosingChip, isHeld: boolean): boolean {
  if (needsSetUp(chip)) return true;
  const before = chip.readRecord(STARTS);
  const isPowerUp = chip.isPowerUp();
  if (isHeld && isPowerUp) return true;
  if (before === SENT) {
    chip.writeRecord(STARTS, BEGUN);
    return false;
  }
  const isDue = before === SET_UP_NEXT || (before === BEGUN && takenBack(chip) !== "");
  if (isDue || !isPowerUp || before === TWICE) {
    if (before !== undefined) chip.forgetPowerUps();
    return isDue || isPowerUp;
  }
  chip.writeRecord(STARTS, before === ONCE ? TWICE : ONCE);
  chip.forgetPowerUpsLater();
  return false;
}

/** Settings of the page are to be tried: should they fail, the set-up starts once more. @cold */
export function reopenOnFailure(storage: Pick<Storage, "writeRecord">): void {
  storage.writeRecord(STARTS, SENT);
}
