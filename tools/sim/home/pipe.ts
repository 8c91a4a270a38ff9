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
export function createPipe(options: PipeOptions): Pipe {
  return new LeakyPipe(options);
}

class LeakyPipe implements Pipe {
  private readonly timers: Timers;
  private readonly now: () => number;
  private readonly seed: number;
  private readonly happened: (words: string) => void;
  private readonly repaired: () => void;
  private changed: (isWet: boolean) => void = () => {};
  private leaks = false;
  private isOpen = true;
  private level = 0;
  private isWet = false;
  private isBeingMended = false;

  constructor({ timers, now, seed, happened, repaired }: PipeOptions) {
    this.timers = timers;
    this.now = now;
    this.seed = seed;
    this.happened = happened;
    this.repaired = repaired;
    this.follow(dayOf(this.now()));
  }

  private readonly leak = (): void => {
    this.happened("A pipe below the basin bursts");
    this.leaks = true;
    this.timers.after(BY_HAND_MS, () => {
      if (!this.leaks || !this.isOpen) return;
      this.happened("Nothing closes the water: somebody runs to the cellar");
      this.leaks = false;
    });
    this.step();
  };

  private readonly step = (): void => {
    if (this.leaks && this.isOpen) this.level = Math.min(1, this.level + STEP_MS / FILL_MS);
    else this.level *= Math.exp(-STEP_MS / DRY_MS);
    if (!this.isWet && this.level > WET_ABOVE) this.show(true);
    if (this.isWet && this.level < DRY_BELOW) this.show(false);
    if (!this.isWet && this.leaks && !this.isOpen && !this.isBeingMended) {
      this.isBeingMended = true;
      this.timers.after(REPAIR_MS, this.mend);
    }
    if (this.leaks || this.level > DRY_BELOW / 10) this.timers.after(STEP_MS, this.step);
    else this.level = 0;
  };

  private readonly mend = (): void => {
    this.isBeingMended = false;
    this.leaks = false;
    this.happened("The plumber has mended the pipe");
    this.repaired();
  };

  whenWet(call: (isWet: boolean) => void): void {
    this.changed = call;
    this.changed(this.isWet);
  }

  setValve(open: boolean): void {
    this.isOpen = open;
  }

  isLeaking(): boolean {
    return this.leaks;
  }

  private follow(day: number): void {
    const draws = drawsAt(this.seed ^ 0x9a1e, day);
    const at = day * DAY_MS + timeOfDay(19, 15) + draws.below(20 * MINUTE_MS);
    if ((day === 0 || draws.once(ODDS)) && at > this.now()) this.timers.after(at - this.now(), this.leak);
    this.timers.after((day + 1) * DAY_MS - this.now(), () => this.follow(day + 1));
  }

  private show(wet: boolean): void {
    this.isWet = wet;
    this.happened(wet ? "Water runs over the bathroom floor" : "The bathroom floor is dry again");
    this.changed(wet);
  }
}
