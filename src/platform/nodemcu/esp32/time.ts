// Time on the ESP32.

/** The runtime looks at the clock once a minute or more often. */
const LONGEST_STEP_S = 3600;

/** The moment that was counted up to. */
let seconds = 0;
let milliseconds = 0;

/**
 * From the system's clock: `node.uptime` is a single float in builds with Lua 5.3, and loses milliseconds
 * after hours. A clock that somebody sets (`time.initntp`) makes one step too short or too long; no time
 * passes then. @inline
 */
export function passed(): number {
  const [newSeconds, microseconds] = time.get();
  const newMilliseconds = Math.floor(microseconds / 1000);
  const step = newSeconds - seconds;
  const count = step < 0 || step > LONGEST_STEP_S ? 0 : step * 1000 + newMilliseconds - milliseconds;
  seconds = newSeconds;
  milliseconds = newMilliseconds;
  return Math.max(0, count);
}

export function seed(): number {
  const [newSeconds, microseconds] = time.get();
  return newSeconds + microseconds;
}
