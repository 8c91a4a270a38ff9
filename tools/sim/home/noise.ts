// Chance that changes slowly: weather, and what differs from day to day.
import { createRandom } from "../../../src/platform/node/random.ts";

/**
 * Draws that belong to a place in a sequence: the same seed and place give the same ones, in whatever order
 * they are asked.
 */
export function drawsAt(seed: number, place: number) {
  return createRandom(Math.imul(seed ^ 0x2c1b3c6d, 0x297a2d39) ^ Math.imul(place + 1, 0x85ebca6b));
}

/** A number from 0 to 1 that goes smoothly from one draw at each whole `position` to the next. */
export function noise(seed: number, position: number): number {
  const before = Math.floor(position);
  const part = position - before;
  const smooth = part * part * (3 - 2 * part);
  const from = drawsAt(seed, before).fraction();
  return from + (drawsAt(seed, before + 1).fraction() - from) * smooth;
}
