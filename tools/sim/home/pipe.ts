// A water pipe below the basin that leaks now and then, the floor that gets wet, and the valve in front of
// it.
//
//   dw/dt = 1 / 90 s while it leaks and the valve is open;   dw/dt = -w / 20 min otherwise     (w: 0 dry, 1 under water)
import type { Timers } from "../../../src/platform/node/timers.ts";
import { drawsAt } from "./noise.ts";
import { DAY_MS, dayOf, MINUTE_MS, SECOND_MS, timeOfDay } from "./time.ts";

export interface PipeOptions {
  timers: Timers;
  now: () => number;
  seed: number;
  happened: (words: string) => void;
  /** The pipe is tight again: somebody may open the valve, by the phone. */
  repaired: () => void;
}

export interface Pipe {
  /** The probe on the floor: called when it gets wet, and when it is dry again. */
  whenWet: (changed: (isWet: boolean) => void) => void;
  /** The valve as the relay holds it; open as long as nobody fits one. */
  setValve: (isOpen: boolean) => void;
  isLeaking: () => boolean;
}

/** The probe's conductors are joined from this on, and not any more below the other. */
const WET_ABOVE = 0.2;
const DRY_BELOW = 0.1;
const FILL_MS = 90 * SECOND_MS;
const DRY_MS = 20 * MINUTE_MS;
const STEP_MS = 5 * SECOND_MS;
/**
 * From the moment the floor is dry. Whoever finds no valve that closes, closes the one in the cellar by hand.
 */
const REPAIR_MS = 10 * MINUTE_MS;
const BY_HAND_MS = 30 * MINUTE_MS;
/** The first evening has one, later one day in five. */
const ODDS = 5;

/** A tight pipe above a dry floor. */
export function createPipe({ timers, now, seed, happened, repaired }: PipeOptions): Pipe {
  let changed: (isWet: boolean) => void = () => {};
  let isLeaking = false;
  let isOpen = true;
  let level = 0;
  let isWet = false;
  let isBeingMended = false;

  function follow(day: number): void {
    const draws = drawsAt(seed ^ 0x9a1e, day);
    const at = day * DAY_MS + timeOfDay(19, 15) + draws.below(20 * MINUTE_MS);
    if ((day === 0 || draws.once(ODDS)) && at > now()) timers.after(at - now(), leak);
    timers.after((day + 1) * DAY_MS - now(), () => follow(day + 1));
  }

  function leak(): void {
    happened("A pipe below the basin bursts");
    isLeaking = true;
    timers.after(BY_HAND_MS, () => {
      if (!isLeaking || !isOpen) return;
      happened("Nothing closes the water: somebody runs to the cellar");
      isLeaking = false;
    });
    step();
  }

  function step(): void {
    if (isLeaking && isOpen) level = Math.min(1, level + STEP_MS / FILL_MS);
    else level *= Math.exp(-STEP_MS / DRY_MS);
    if (!isWet && level > WET_ABOVE) show(true);
    if (isWet && level < DRY_BELOW) show(false);
    if (!isWet && isLeaking && !isOpen && !isBeingMended) {
      isBeingMended = true;
      timers.after(REPAIR_MS, mend);
    }
    if (isLeaking || level > DRY_BELOW / 10) timers.after(STEP_MS, step);
    else level = 0;
  }

  function show(wet: boolean): void {
    isWet = wet;
    happened(wet ? "Water runs over the bathroom floor" : "The bathroom floor is dry again");
    changed(wet);
  }

  function mend(): void {
    isBeingMended = false;
    isLeaking = false;
    happened("The plumber has mended the pipe");
    repaired();
  }

  follow(dayOf(now()));
  return {
    whenWet(call) {
      changed = call;
      changed(isWet);
    },
    setValve(open) {
      isOpen = open;
    },
    isLeaking: () => isLeaking,
  };
}
