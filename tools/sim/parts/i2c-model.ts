// A chip on I2C as the simulator has it: which driver's it is, and what answers for it.

import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Part } from "../../../src/reading/part.ts";
import type { Around } from "./around.ts";

/** What a model measures of its surroundings, each at the moment that it does. */
export interface Measured extends Omit<Around, "i2c" | "answers"> {
  /** Milliseconds on the simulation's clock. */
  now: () => number;
}

/** A part on I2C answers at an address. */
export interface Addressed extends Part {
  busAddress: number;
}

export interface I2cModel {
  /** The chip's name, as its driver describes it (`describePart`, src/reading/part.ts). */
  chip: string;
  /** `part` is the driver's own record, with what the author of a device gave to it. */
  answerFor(part: Addressed, measured: Measured): I2cBus;
}
