// Heartbeat: lets what was held go on when nothing has gone on for a time, so that whoever listens knows it
// is alive. "No reading" goes straight on, and is never repeated.
import { elapsed, type Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Reading } from "../../../reading/reading.ts";
import { type Filter, HELD } from "./filter.ts";

interface Heartbeat extends Filter {
  ms: number;
  /** The last reading passed, and its time. */
  newest: Reading;
  since: number;
}

/**
 * Repeats the last reading passed, when all since were held for `ms` milliseconds (at most a day); it may
 * come a sixteenth early, so that a beat that is due just then is not missed. It is judged with each sample.
 * Put it last.
 */
export function heartbeat(ms: Milliseconds): Filter {
  const filter: Heartbeat = {
    kind: "heartbeat",
    given: [ms],
    hearsHeld: true,
    pass,
    ms: ms - (ms >> 4),
    newest: undefined,
    since: 0,
  };
  return filter;
}

function pass(filter: Heartbeat, reading: Reading, now: number): Reading {
  if (reading === HELD) {
    if (filter.newest === undefined || elapsed(now, filter.since) < filter.ms) return HELD;
  } else filter.newest = reading;
  filter.since = now;
  return filter.newest;
}
