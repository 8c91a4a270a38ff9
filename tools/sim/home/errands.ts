// Errands at the house once a day: the postman comes, and somebody takes out the phone.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { drawsAt } from "./noise.ts";
import { DAY_MS, dayOf, MINUTE_MS, timeOfDay } from "./time.ts";

export interface ErrandOptions {
  timers: Timers;
  now: () => number;
  seed: number;
  /** A letter goes through the flap. */
  post: () => void;
  /** Somebody presses "test" of the smoke alarm, in the phone. */
  selfTest: () => void;
  /** Somebody dims the lamp, in the phone. */
  dim: () => void;
}

const SATURDAY = 5;
const SPREAD_MS = 4 * MINUTE_MS;

export function createErrands({ timers, now, seed, post, selfTest, dim }: ErrandOptions): void {
  function follow(day: number): void {
    const draws = drawsAt(seed ^ 0xe44a, day);
    const at = (hours: number, minutes: number, then: () => void) => {
      const wait = day * DAY_MS + timeOfDay(hours, minutes) + draws.below(SPREAD_MS) - now();
      if (wait > 0) timers.after(wait, then);
    };
    at(16, 22, post);
    if (day === 0) at(17, 42, selfTest);
    if (day % 7 === SATURDAY) at(11, 0, selfTest);
    at(20, 30, dim);
    timers.after((day + 1) * DAY_MS - now(), () => follow(day + 1));
  }

  follow(dayOf(now()));
}
