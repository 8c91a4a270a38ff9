// The surroundings of a program's client, simulated or not: time, a network, chance.
import type { Endpoint } from "../../ports/network.ts";
import type { Stream, StreamEvents } from "./stream.ts";
import type { WakeClock } from "./wake-clock.ts";

export interface ClientWorld {
  /** Milliseconds, monotonic, from 0; a plain number that does not wrap. */
  now: () => number;
  /** Calls `then` once, `ms` milliseconds from now. Returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
  /** Is there a network to join? `watch` is called at each change until the returned function is called. */
  networkIsUp: () => boolean;
  watchNetwork: (changed: (up: boolean) => void) => () => void;
  connect: (to: Endpoint, events: StreamEvents) => Stream;
  /** A whole number from 0 to below - 1. */
  random: (below: number) => number;
  log: (line: string) => void;
  /** Wakes all clients of the process; a simulated world has a clock of its own. */
  readonly wakeClock?: WakeClock;
}
