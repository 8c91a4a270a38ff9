// Promises of virtual time: node:timers/promises, and AbortSignal.timeout().
import type { Timers } from "../../../src/platform/node/timers.ts";
import { VirtualTimeout } from "./virtual-timeout.ts";

interface SleepOptions {
  signal?: AbortSignal;
}

export function createSleeps(timers: Timers) {
  const sleep = <Value>(ms?: number, value?: Value, options?: SleepOptions): Promise<Value | undefined> =>
    sleepOn(timers, ms, value, options);

  async function* beats<Value>(ms?: number, value?: Value, options?: SleepOptions) {
    for (;;) yield await sleep(ms, value, options);
  }

  function abortIn(ms: number): AbortSignal {
    const controller = new AbortController();
    const late = () =>
      controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    new VirtualTimeout(timers, late, ms, false);
    return controller.signal;
  }

  return {
    setTimeout: sleep,
    setImmediate: <Value>(value?: Value, options?: SleepOptions) => sleep(0, value, options),
    setInterval: beats,
    scheduler: {
      wait: (ms: number, options?: SleepOptions) => sleep(ms, undefined, options),
      yield: () => sleep(0),
    },
    abortIn,
  };
}

function sleepOn<Value>(
  timers: Timers,
  ms?: number,
  value?: Value,
  { signal }: SleepOptions = {},
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      timeout.close();
      reject(abortError(signal));
    };
    const wake = () => {
      signal?.removeEventListener("abort", abort);
      resolve(value);
    };
    const timeout = new VirtualTimeout(timers, wake, ms, false);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

/** As Node's own: an AbortError that has the signal's reason as its cause. */
function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error("The operation was aborted", { cause: signal?.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}
