// Time that runs faster than the wall's, and waits for this computer when it is slow.
import { performance } from "node:perf_hooks";
import type { EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { createVirtualClock } from "./clock.ts";

/** Time goes on in beats of this length, in real milliseconds; between two beats it stands still. */
const BEAT_MS = 1;
/**
 * A late beat counts as this long at most. Otherwise a computer that is busy for 200 ms would seem, at 60
 * times the pace, to be a broker that does not answer for 12 s.
 */
const LONGEST_BEAT_MS = 2;
/** Programs are slow until they are warm: so many beats go at this pace at most. */
const WARM_UP_BEATS = 300;
const WARM_UP_SPEED = 60;

/** Milliseconds from 0, `speed` of them in each real one as long as this computer keeps up. */
export function createPacedTimers(speed: number): EndingTimers {
  const clock = createVirtualClock();
  let beatAt = performance.now();
  let owed = 0;
  let beatsToWarmUp = WARM_UP_BEATS;

  function beat(): void {
    const now = performance.now();
    const pace = beatsToWarmUp > 0 ? Math.min(speed, WARM_UP_SPEED) : speed;
    beatsToWarmUp -= 1;
    owed += Math.min(now - beatAt, LONGEST_BEAT_MS) * pace;
    beatAt = now;
    const whole = Math.floor(owed);
    owed -= whole;
    clock.advance(whole);
  }

  const beats = setInterval(beat, BEAT_MS);
  return { now: clock.now, after: clock.after, end: () => clearInterval(beats) };
}
