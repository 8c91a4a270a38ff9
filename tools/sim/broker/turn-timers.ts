// Timers for a program that serves sockets. Node runs timers of 0 ms that are set by one another in a row,
// and reads no socket before the row has ended: what is put off by 0 ms waits here until the sockets have
// been read.
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
