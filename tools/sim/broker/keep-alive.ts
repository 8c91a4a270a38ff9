// The broker's limit on a client's silence: before CONNECT its own time, then 1.5 times the client's
// keep-alive (MQTT 3.1.1, 3.1.2.10).
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Limits } from "./limits.ts";

export interface Watch {
  /** Called for each packet. Returns the preceding silence when it was longer than allowed. */
  heard: () => number | undefined;
  stop: () => void;
}

const PATIENCE = 1.5;

/** Calls `late` for a client that connects and sends nothing. Returns the function that stops the timer. */
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
    const remainingMs = last + keepAliveMs * PATIENCE - timers.now();
    if (remainingMs <= 0) ended();
    else cancel = timers.after(remainingMs, look);
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
