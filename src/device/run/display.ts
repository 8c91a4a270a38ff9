// A display while the device runs: rows of fixed words and of values.
//
// It is one record: as its author wrote it, for tools; as places in the device's lists, which `device` works
// out; and what changes.
import type { TextPart } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";

/** The text in place of a missing value. */
export const NO_VALUE = "--";

/** The same for the time of day. */
export const NO_TIME = "--:--";

/** In place of a sensor's index: the time and the date of the wall clock. */
export const WALL_TIME = -2;
export const WALL_DATE = -3;

/** The part was not looked at yet. */
export const UNSEEN = 0;
/** It may still be starting. */
export const STARTING = 1;
/** It has not answered. */
export const AWAY = 2;
/** It answers, and stays dark until all rows are written. */
export const DARK = 3;
/** It shows all rows. */
export const LIT = 4;
type Stage = typeof UNSEEN | typeof STARTING | typeof AWAY | typeof DARK | typeof LIT;

/** A value in a row. */
export interface ShownValue {
  /** For the build and for tools: no image has it. */
  name: string;
  /**
   * Its place among the sensors or the actuators; -1 for none. Of `sensorAt` also `WALL_TIME` and
   * `WALL_DATE`.
   */
  sensorAt: number;
  actuatorAt: number;
  /** The words after it, up to the next value. */
  after: string;
  /** Its present text. */
  text: string;
  /** The number that its text shows: the reading of a sensor, or the minute or the day of the wall clock. */
  shownFrom: Reading;
}

export interface Row {
  /** The words in front of the first value. */
  front: string;
  values: ShownValue[];
  /** The part does not show it yet. */
  isStale: boolean;
}

export interface Display<Asked extends string = string> {
  /** For TypeScript alone: the names in it (declare/words.ts). No record has it. */
  asks?: Asked;
  /** For the build and for tools: no image has it. */
  lines: readonly string[];
  part: TextPart;
  /** The rows of its lines. */
  rows: Row[];
  stage: Stage;
  /** While it is dark: the next of the part's rows below the lines to be blanked. */
  blankAt: number;
  lookedAt: number;
  /** Its fault, in words; "" is none. */
  fault: string;
}
