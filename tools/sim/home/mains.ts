// The power that the house takes from the mains: a base load, a fridge that comes and
// goes, and whatever else is on.
import { MINUTE_MS } from "./time.ts";

/** Watts now, of each thing that is on. */
export type Loads = Readonly<Record<string, () => number>>;

const BASE_WATTS = 110;
const FRIDGE_WATTS = 95;
/** A third of the time it cools. */
const FRIDGE_PERIOD_MS = 42 * MINUTE_MS;
const FRIDGE_ON_MS = 14 * MINUTE_MS;

/** Watts of the whole house at a moment of its time. */
export function mainsWatts(now: number, loads: Loads): number {
  const fridge = now % FRIDGE_PERIOD_MS < FRIDGE_ON_MS ? FRIDGE_WATTS : 0;
  return Object.values(loads).reduce((sum, watts) => sum + watts(), BASE_WATTS + fridge);
}
