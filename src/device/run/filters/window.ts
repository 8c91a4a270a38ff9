// A window: the last readings, each in the place of the oldest.
import type { Reading } from "../../../reading/reading.ts";
import { carriedNumber, type WakeMemory } from "../wake-memory.ts";
import type { Filter, FilterKind } from "./filter.ts";

export interface Windowed extends Filter {
  /** The number of readings that it remembers. */
  size: number;
  /** The readings, and the place of the next one. */
  window: number[];
  next: number;
}

/** A filter of this kind over the last `size` readings, before the first one. */
export function newWindow(
  kind: FilterKind,
  size: number,
  pass: (this: void, filter: Windowed, reading: Reading) => Reading,
): Windowed {
  return { kind, given: [size], carry: carryWindow, pass, size, window: [], next: 0 };
}

/** Gives back the room that its list has beyond its entries, where thousands of devices rest. */
export function fitWindow(filter: Windowed): void {
  filter.window = filter.window.slice();
}

/** Adds a reading, and drops the oldest when the window is full. Returns all that it holds. */
export function remembered(filter: Windowed, reading: number): number[] {
  const { window, next } = filter;
  if (next < window.length) window[next] = reading;
  else window.push(reading);
  filter.next = next + 1 < filter.size ? next + 1 : 0;
  return window;
}

/** Keeps its readings over a sleep. @cold */
function carryWindow(filter: Windowed, memory: WakeMemory): void {
  const { window } = filter;
  filter.next = carriedNumber(memory, filter.next);
  const count = carriedNumber(memory, window.length);
  if (memory.isReading) for (let i = 0; i < count; i++) window.push(carriedNumber(memory, 0));
  else for (const reading of window) carriedNumber(memory, reading);
}
