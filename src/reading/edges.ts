// Edges of an input as a target writes them down and a driver reads them (ports/edges.ts). No time of a clock
// is in them: only what lies between two edges.
import { elapsed } from "../bytes/milliseconds.ts";
import type { Edges } from "../ports/edges.ts";
import type { Pin } from "../ports/pins.ts";

const NO_LEVEL = -1;

/** Room for `most` edges. */
export function newEdges(pin: Pin, most: number): Edges {
  const gaps: number[] = [];
  for (let i = 1; i < most; i++) gaps.push(0);
  return { pin, count: 0, first: NO_LEVEL, level: NO_LEVEL, isLost: false, at: 0, gaps };
}

/** For a target: none has come yet. */
export function clearEdges(edges: Edges): void {
  edges.count = 0;
  edges.first = NO_LEVEL;
  edges.level = NO_LEVEL;
  edges.isLost = false;
}

/**
 * For a target: one came at `at`, microseconds in 31 bits, and left the input at `level`. Two that leave it
 * at the same level had another one between them. @cold
 */
export function edgeSeen(edges: Edges, level: number, at: number, isLost: boolean): void {
  const place = edges.count - 1;
  if (isLost || level === edges.level) edges.isLost = true;
  if (place < 0) edges.first = level;
  else if (place < edges.gaps.length) edges.gaps[place] = elapsed(at, edges.at);
  edges.count = edges.count + 1;
  edges.level = level;
  edges.at = at;
}
