// The edge port: when the level of an input changed, to the microsecond, for parts that answer by the length
// of a pulse; and the frame of a DHT, whose 40 bits are such lengths.
import type { Pin } from "./pins.ts";

/**
 * The edges of one input, from `start` on. A driver makes it once (reading/edges.ts): it does not grow while
 * edges come.
 */
export interface Edges {
  pin: Pin;
  /** How many came. */
  count: number;
  /** The level behind the first one, and behind the newest; -1 as long as none has come. */
  first: number;
  level: number;
  /** One was missed: what lies between the others says nothing then. */
  isLost: boolean;
  /** When the newest came: microseconds in 31 bits, which wrap to 0. */
  at: number;
  /**
   * Microseconds from each edge to the next, for as many as there is room; edges behind these are only
   * counted.
   */
  gaps: number[];
}

export interface EdgeTimes {
  /**
   * Clears `edges` and writes down each edge of its pin, an input that `makeInput` has made, from now on. An
   * edge is written in a later turn, with the time at which it came. What the target is too slow for is lost,
   * and is said to be.
   */
  start: (edges: Edges) => void;
  /** Writes no more of them. */
  end: (edges: Edges) => void;
  /**
   * From now on `fell` is called for each falling edge of this input, which `makeInput` has made, in a later
   * turn, with the time at which it came, microseconds in 31 bits; `isLost`: others came with it, whose times
   * are not known. Where it returns true, the parts whose pins are watched are measured.
   */
  watchFalls: (pin: Pin, fell: (this: void, at: number, isLost: boolean) => boolean) => void;
}

/** What a DHT22 says on its one line when it is asked. A driver makes it once (reading/dht-frame.ts). */
export interface DhtFrame {
  pin: Pin;
  /** "", or what went wrong, in words. */
  fault: string;
  /** In tenths of a percent, and of a °C: as the part said it, in its range or not. */
  humidity: number;
  temperature: number;
  /**
   * For a target that hears it by its edges: the last byte, how many bits have come (below 0: no edge), when
   * the line fell last.
   */
  sum: number;
  bits: number;
  at: number;
}

export interface DhtLine {
  /**
   * Holds the line low for 1 ms or more, lets it go, and hears what the part answers, 5 ms long, in later
   * turns. A target whose firmware brings a driver waits for it here, 30 ms, and without an answer 110 ms.
   */
  ask: (frame: DhtFrame) => void;
  /** 50 ms behind `ask` or later: what was heard is in the frame from here on. */
  take: (frame: DhtFrame) => void;
}
