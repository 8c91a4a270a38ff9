// A window: the last readings, each in the place of the oldest.
import type { Filter } from "./filter.ts";

export interface Windowed extends Filter {
  /** How many readings it remembers. */
  size: number;
  /** The readings, and the place of the next one. */
  window: number[];
  next: number;
}

/** Gives back what the list of readings reserves behind its end, where thousands of devices rest. */
export function fitWindow(filter: Windowed): void {
  filter.window = filter.window.slice();
}

/** Takes a reading in, and the oldest out when the window is full. Returns all that it holds. */
export function remembered(filter: Windowed, reading: number): number[] {
  const window = filter.window;
  if (window.length < filter.size) window.push(reading);
  else window[filter.next] = reading;
  filter.next = filter.next + 1 < filter.size ? filter.next + 1 : 0;
  return window;
}
