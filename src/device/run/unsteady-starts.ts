// The record of starts that did not reach a minute, which safe mode counts (runtime/safe-mode.ts).
import type { Storage } from "../../ports/storage.ts";

/** Their number, in digits. */
export const UNSTEADY_STARTS = "safe-mode";

/** What runs has run well, or is told to start anew: no start before the next one counts. @cold */
export function forgetStarts(storage: Storage): void {
  if ((storage.readRecord(UNSTEADY_STARTS) ?? "0") !== "0") storage.writeRecord(UNSTEADY_STARTS, "0");
}
