// The faults of each connection of a device, drawn from a seed: the same seed gives the same faults again.

import { createRandom, type Random } from "../../../src/platform/node/random.ts";
import type { Break, LinkPlan } from "../../sim/worlds/link.ts";

/** How bad the network is. Of each kind of fault: one connection in so many has it; 0 is none. */
export interface Weather {
  refused: number;
  silent: number;
  cut: number;
  halfOpen: number;
  /** A break comes after 0 to so many bytes in one direction. */
  bytesBeforeBreak: number;
  /** One connection in so many arrives in pieces of a few bytes, the others in one piece each time. */
  inPieces: number;
  /** The longest delay that a connection may have, in milliseconds. */
  longestDelayMs: number;
}

/** A network in which hardly a connection lasts. */
const STORM: Weather = {
  refused: 8,
  silent: 12,
  cut: 2,
  halfOpen: 4,
  bytesBeforeBreak: 600,
  inPieces: 2,
  longestDelayMs: 300,
};

/** Longest piece of a connection that arrives in pieces, in bytes. */
const LONGEST_PIECE = 8;

/** The plan of each connection, counted from 0; each depends on the seed and its own number only. */
export function faultSchedule(seed: number, weather: Weather = STORM): (connection: number) => LinkPlan {
  return (connection) => {
    const random = createRandom(seed ^ Math.imul(connection + 1, 0x9e3779b1));
    const most = random.between(0, weather.longestDelayMs);
    const lane = {
      delayMs: [random.between(0, most), most] as const,
      pieceBytes: random.once(weather.inPieces) ? random.between(1, LONGEST_PIECE) : undefined,
    };
    return {
      connect: random.once(weather.refused) ? "refuse" : random.once(weather.silent) ? "silent" : "accept",
      connectMs: random.between(0, most),
      toPeer: lane,
      toDevice: lane,
      break: drawBreak(random, weather),
    };
  };
}

function drawBreak(random: Random, { cut, halfOpen, bytesBeforeBreak }: Weather): Break | undefined {
  const how = random.once(cut) ? "cut" : random.once(halfOpen) ? "half-open" : undefined;
  if (how === undefined) return undefined;
  const direction = random.once(2) ? "toPeer" : "toDevice";
  return { direction, afterBytes: random.between(0, bytesBeforeBreak), how };
}
