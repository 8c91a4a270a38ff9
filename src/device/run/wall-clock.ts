// The wall clock, as rules and displays see it.
import type { SunEvent } from "../../clock/sun.ts";
import type { Site } from "../../clock/sun-anywhere.ts";
import type { LocalTime, Zone } from "../../clock/zone.ts";

export interface WallClock {
  /** The sun at its place: sunrise, sunset, dawn, dusk; `undefined`: nothing depends on it. */
  sun: readonly SunEvent[] | undefined;
  /** Where that is, of a device whose settings may say so. */
  site: Site | undefined;
  zone: Zone | undefined;
  /** `undefined` while the time is not known. */
  local: LocalTime | undefined;
  /** The minutes that it is ahead of UTC. */
  ahead: number;
  /** Milliseconds from the last look at it to its next day. */
  dayLeft: number;
}
