// A measurement: how far a part of the device is with it, and what went wrong with the last one. The parts
// themselves are their drivers' (reading/part.ts).
import type { Part } from "../../reading/part.ts";

export interface Measurement {
  part: Part;
  /** The time when it can be collected, some turns later; `NOTHING_ASKED`: none is under way. */
  readyAt: number;
  /** The part's fault now; "" for none. */
  fault: string;
}

/** In place of a time: no measurement was requested, or it has been collected. */
export const NOTHING_ASKED = -1;

/** No measurement of the part is requested. */
export function createMeasurement(part: Part): Measurement {
  return { part, readyAt: NOTHING_ASKED, fault: "" };
}
