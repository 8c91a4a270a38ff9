// A measurement: how far a part of the device is with it, and what went wrong with the last one. The parts themselves are their
// drivers' (reading/part.ts).
import type { Part } from "../../reading/part.ts";

export interface Measurement {
  part: Part;
  /** When it can be collected, which is some turns later; `NOTHING_ASKED`: none is under way. */
  readyAt: number;
  /** What is wrong with the part now; "" is nothing. */
  fault: string;
}

/** No moment: a part was asked for nothing, or has been collected. */
export const NOTHING_ASKED = -1;

/** Nobody has asked the part for anything. */
export function createMeasurement(part: Part): Measurement {
  return { part, readyAt: NOTHING_ASKED, fault: "" };
}
