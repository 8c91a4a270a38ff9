// Timers for a program that serves sockets. Node runs consecutive timers of 0 ms without reading sockets in
// between. A callback deferred by 0 ms waits here until sockets were read.
import { createRealTimers, type EndingTimers } from "../../../src/platform/node/real-timers.ts";

export function createTurnTimers(): EndingTimers {
  const timers = createRealTimers();
  let ended = false;
  return {
    now: timers.now,
    after(ms, then) {
      if (ms > 0) return timers.after(ms, then);
      const turn = setImmediate(() => {
        if (!ended) then();
      });
      return () => clearImmediate(turn);
    },
    end() {
      ended = true;
      timers.end();
    },
  };
}
