// The broker's watch over a client's silence: before CONNECT as long as the broker likes, then one and a half
// times its keep-alive (MQTT 3.1.1, 3.1.2.10).
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Limits } from "./limits.ts";

export interface Watch {
  /** A packet has come. Returns the time without one, when that was longer than the client may be silent. */
  heard: () => number | undefined;
  stop: () => void;
}

const PATIENCE = 1.5;

/**
 * A client that connects and says nothing is not waited for: `late` is called then. Returns the function that
 * ends the wait.
 */
export function limitGreeting(timers: Timers, { greetingMs }: Limits, late: () => void): () => void {
  return greetingMs === Number.POSITIVE_INFINITY ? () => {} : timers.after(greetingMs, late);
}

/**
 * `seconds` is the keep-alive of the CONNECT, 0 for none. A packet may be late on its way by `slackMs`.
 * `ended` is called when nothing came for too long.
 */
export function watchKeepAlive(timers: Timers, seconds: number, slackMs: number, ended: () => void): Watch {
  const keepAliveMs = seconds * 1000;
  let last = timers.now();
  let cancel = seconds === 0 ? () => {} : timers.after(keepAliveMs * PATIENCE, look);

  function look(): void {
    const left = last + keepAliveMs * PATIENCE - timers.now();
    if (left <= 0) ended();
    else cancel = timers.after(left, look);
  }

  return {
    heard() {
      const silence = timers.now() - last;
      last = timers.now();
      return seconds > 0 && silence > keepAliveMs + slackMs ? silence : undefined;
    },
    stop: () => cancel(),
  };
}
