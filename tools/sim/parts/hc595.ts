// A chain of 74HC595, as its outputs show it. Datasheet: Texas Instruments, SNx4HC595, SCLS041 (function
// table): SER goes into the first stage at each rising SRCLK, QH' out of the last; a rising RCLK brings all
// stages to the outputs. Not modelled: what it shifts in while the device speaks to another part, which the
// next write puts out at its far end; OE, SRCLR.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { bytesInWords, createMisuses, type Misused } from "./misuses.ts";

/**
 * Its wire to RCLK is broken; it has no power; a clock edge that is missed leaves all bits one stage behind.
 */
type Hc595Fault = "none" | "unlatched" | "absent" | "shifted";

export interface Hc595Options {
  lines: Pick<Lines, "attachSpi" | "whenWritten">;
  cs: string | number;
  chips: number;
  /** The levels that its outputs have by chance from power-on. By default all are high. */
  atPowerOn?: number;
}

export interface Hc595Model extends Misused {
  fault: Hc595Fault;
  /** The level of each output, QA of the nearest chip first. */
  outputs: () => readonly number[];
  /** How often its outputs were given levels. */
  writes: () => number;
}

const BITS = 8;

export function createHc595({ lines, cs, chips, atPowerOn = 1 }: Hc595Options): Hc595Model {
  const { note, taken } = createMisuses("74HC595");
  const stages = new Array<number>(chips * BITS).fill(atPowerOn);
  let outputs = [...stages];
  let level = 1;
  let shifted = 0;
  let writes = 0;
  const model: Hc595Model = {
    fault: "none",
    outputs: () => (model.fault === "absent" ? stages.map(() => 0) : outputs),
    writes: () => writes,
    misuses: taken,
  };
  lines.attachSpi(cs, (bytes) => {
    const bits = [...bytes].flatMap((byte) => bitsOf(byte.charCodeAt(0)));
    for (const bit of model.fault === "shifted" ? bits.slice(0, -1) : bits) shift(bit);
    shifted += bytes.length;
    return "\xff".repeat(bytes.length);
  });
  lines.whenWritten(cs, (to) => {
    const rises = level === 0 && to === 1;
    level = to;
    if (!rises) return;
    if (shifted !== chips) note(`${bytesInWords(shifted)} for a chain of ${chips}`);
    shifted = 0;
    if (model.fault === "absent") stages.fill(atPowerOn);
    if (model.fault !== "unlatched") outputs = [...stages];
    writes += 1;
  });
  return model;

  function shift(bit: number): void {
    stages.unshift(bit);
    stages.pop();
  }
}

/** As they come on the wire: the highest first. */
function bitsOf(byte: number): number[] {
  return Array.from({ length: BITS }, (_, i) => (byte >> (BITS - 1 - i)) & 1);
}
