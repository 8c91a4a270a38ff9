// The world of one client of a program: real time, and chance that no other program has. Its connections are
// of one kind.

import type { Endpoint } from "../../ports/network.ts";
import type { ClientWorld } from "./client-world.ts";
import { openStream } from "./open-stream.ts";
import type { Stream, StreamEvents } from "./stream.ts";
import { WakeClock } from "./wake-clock.ts";

const WAKE_CLOCK = new WakeClock({ now, after });

/** A process may have thousands: the state of each is small. */
export abstract class ProgramWorld implements ClientWorld {
  private readonly write: ((line: string) => void) | undefined;
  private hasConnected = false;

  /** `log`: called with each line of the client's log. */
  constructor(log: ((line: string) => void) | undefined) {
    this.write = log;
  }

  protected abstract open(to: Endpoint, events: StreamEvents): Stream;

  /** One for all clients of the process. */
  get wakeClock(): WakeClock {
    return WAKE_CLOCK;
  }

  now(): number {
    return now();
  }

  after(ms: number, then: () => void): () => void {
    return after(ms, then);
  }

  networkIsUp(): boolean {
    return true;
  }

  /** A computer's network counts as up: an attempt that fails says why. */
  watchNetwork(): () => void {
    return nothing;
  }

  connect(to: Endpoint, events: StreamEvents): Stream {
    this.hasConnected = true;
    return openStream(to, events, (own) => this.open(to, own));
  }

  /** The first attempt comes at once; programs that lose a broker together do not come back together. */
  random(below: number): number {
    return this.hasConnected ? Math.floor(Math.random() * below) : 0;
  }

  log(line: string): void {
    this.write?.(line);
  }
}

function now(): number {
  return Math.floor(performance.now());
}

function after(ms: number, then: () => void): () => void {
  const timeout = setTimeout(then, ms);
  return () => clearTimeout(timeout);
}

function nothing(): void {}
