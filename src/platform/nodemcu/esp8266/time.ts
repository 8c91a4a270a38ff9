// Time on the ESP8266.

/** What `tmr.now` said last, and the microseconds that made no whole millisecond. */
let countedTo = tmr.now();
let leftOver = 0;

/** `tmr.now` wraps at 2^31, after 35 minutes. @inline */
export function passed(): number {
  const microseconds = tmr.now();
  let count = microseconds - countedTo;
  if (count < 0) count = count + 2147483647 + 1;
  countedTo = microseconds;
  count = count + leftOver;
  leftOver = count % 1000;
  return Math.floor(count / 1000);
}
