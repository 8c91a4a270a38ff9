// Knobs over NodeMCU's module `rotary`, whose interrupts count the edges of both lines as
// reading/quadrature.ts does. Its first line is dt, so that it counts up clockwise. What it tells with a call
// is used, as `getpos` says nothing of the position -1.
import type { Pin } from "../../ports/pins.ts";

/** A position has 31 bits and a sign: it begins again at the other end. */
const HALF_OF_ALL = 1073741824;
/** What the module adds where an interrupt was missed. */
const MISSED = 1000000;
const HALF_OF_MISSED = 500000;

/** Where each knob is, and its edges that were not taken yet, by the number of its clk. */
const positions: number[] = [];
const edges: number[] = [];

/** A knob is somewhere else. */
export function turnedTo(at: number, position: number): void {
  let moved = position - (positions[at] ?? 0);
  if (moved < -HALF_OF_ALL) moved = moved + HALF_OF_ALL + HALF_OF_ALL;
  while (moved > HALF_OF_MISSED) moved = moved - MISSED;
  positions[at] = position;
  edges[at] = (edges[at] ?? 0) + moved;
}

export function takeTurns(clk: Pin): number {
  const at = clk as number;
  const taken = edges[at] ?? 0;
  edges[at] = 0;
  return taken;
}
