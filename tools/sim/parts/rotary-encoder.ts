// A rotary encoder as its two lines show it: four edges a detent, clk ahead of dt clockwise; both contacts open at a detent.
// Not modelled: its button, and a knob that is left between two detents.
import type { Lines } from "../../../src/platform/node/circuit.ts";

type Pin = string | number;

/** Each change bounces; the wire of a line is broken; clk is worn and makes no contact at every second detent. */
export type RotaryEncoderFault = "none" | "bounce" | "clk-broken" | "dt-broken" | "worn";

export interface RotaryEncoderOptions {
  lines: Pick<Lines, "drive">;
  clk: Pin;
  dt: Pin;
  after: (ms: number, then: () => void) => () => void;
}

export interface RotaryEncoderModel {
  fault: RotaryEncoderFault;
  /** Turns it by whole detents, clockwise above 0, each in so many milliseconds (default 40). */
  turn: (detents: number, ms?: number) => void;
}

/** Levels of clk and dt from one detent to the next, clockwise. */
const PHASES = [
  [1, 1],
  [0, 1],
  [0, 0],
  [1, 0],
] as const;
const BOUNCES = 3;

export function createRotaryEncoder({ lines, clk, dt, after }: RotaryEncoderOptions): RotaryEncoderModel {
  let phase = 0;
  let detents = 0;
  let isBusy = false;
  /** Edges that are left to come, one after the other, and the milliseconds before each. */
  const left: { by: number; ms: number }[] = [];
  const model: RotaryEncoderModel = { fault: "none", turn };
  lines.drive(clk, 1);
  lines.drive(dt, 1);
  return model;

  function turn(detents: number, ms = 40): void {
    for (let edge = 0; edge < 4 * Math.abs(detents); edge += 1)
      left.push({ by: Math.sign(detents), ms: ms / 4 });
    if (!isBusy) next();
  }

  function next(): void {
    const edge = left.shift();
    isBusy = edge !== undefined;
    if (edge === undefined) return;
    after(edge.ms, () => {
      move(edge.by);
      next();
    });
  }

  function move(by: number): void {
    const before = phase;
    phase = (phase + by + 4) % 4;
    const bounces = model.fault === "bounce" ? BOUNCES : 0;
    for (let i = 0; i < bounces; i += 1) {
      show(phase);
      show(before);
    }
    show(phase);
    if (phase === 0) detents += 1;
  }

  function show(at: number): void {
    const [clkLevel = 1, dtLevel = 1] = PHASES[at] ?? [];
    const makesNone = model.fault === "clk-broken" || (model.fault === "worn" && detents % 2 === 1);
    if (!makesNone) lines.drive(clk, clkLevel);
    if (model.fault !== "dt-broken") lines.drive(dt, dtLevel);
  }
}
