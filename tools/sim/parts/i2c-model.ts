// A chip on I2C as the simulator has it: which driver's it is, and what answers for it.

import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Part } from "../../../src/reading/part.ts";
import type { Around } from "./around.ts";

/** Where a model answers, and what it measures of its surroundings, each at the moment that it does. */
interface Measured extends Omit<Around, "i2c" | "simulate" | "answers" | "millivolts"> {
  address: number;
  /** Milliseconds on the simulation's clock. */
  now: () => number;
  millivolts: (input: number) => number;
}

export interface I2cModel {
  /** The chip's name, as its driver describes it (`describePart`, src/reading/part.ts). */
  chip: string;
  /** `part` is the driver's own, for what is wired to the chip. */
  answerFor(measured: Measured & { part: Part }): I2cBus;
}

/** What makes a model: the clock, what it measures, and its address where it is not the usual one. */
export type ModelOptions<What extends keyof Measured> = Pick<Measured, "now" | What> & { address?: number };
