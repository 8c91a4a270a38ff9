// The choice at a start between a device and its set-up: a device without settings is set up, and so is one whose
// button is held as power comes, or whose power has come three times in a row, each time for less than ten seconds. A start for another reason begins the
// count anew, as a wake does, and a restart by the program.
import type { Storage } from "../ports/storage.ts";
import { needsSetUp } from "./first-settings.ts";

/** Name of the record that has the count: absent, or one of these. */
export const POWER_UPS = "settings-power-ups";
const ONCE = "1";
const TWICE = "2";

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
  const before = chip.readRecord(POWER_UPS);
  const isPowerUp = chip.isPowerUp();
  if (isHeld && isPowerUp) return true;
  if (!isPowerUp || before === TWICE) {
    if (before !== undefined) chip.forgetPowerUps();
    return isPowerUp;
  }
  chip.writeRecord(POWER_UPS, before === ONCE ? TWICE : ONCE);
  chip.forgetPowerUpsLater();
  return false;
}
