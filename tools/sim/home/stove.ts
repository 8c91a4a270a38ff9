// The stove: heat and steam while somebody cooks, and seldom a pan that burns and its smoke below the
// ceiling.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { drawsAt } from "./noise.ts";
import type { Rooms } from "./rooms.ts";
import { dayOf, MINUTE_MS, SECOND_MS } from "./time.ts";

export interface StoveOptions {
  timers: Timers;
  now: () => number;
  seed: number;
  rooms: Pick<Rooms, "heat" | "moisten" | "air">;
  happened: (words: string) => void;
}

export interface Stove {
  cook: () => void;
  /** What it takes from the mains, in watts. */
  watts: () => number;
  /** Below the kitchen's ceiling, in °C: warm air gathers there, and smoke is hot. */
  ceiling: () => number;
  isSmoking: () => boolean;
  whenSmoke: (changed: (isThere: boolean) => void) => void;
}

const COOKING_MS = 45 * MINUTE_MS;
const COOKING_WATTS = 1500;
const STEAM_GRAMS_PER_HOUR = 500;
/** The share of its power that stays in the kitchen; the rest leaves through the hood. */
const STAYS = 0.3;
const BURNS_AFTER_MS = 35 * MINUTE_MS;
const SMOKE_MS = 4 * MINUTE_MS;
/** The detector takes a while to believe it. */
const DETECTED_MS = 20 * SECOND_MS;
const CEILING_KELVIN = 1.5;
const SMOKE_KELVIN = 14;
/** The first dinner burns, later one in twelve. */
const ODDS = 12;

export function createStove(options: StoveOptions): Stove {
  return new GasStove(options);
}

class GasStove implements Stove {
  private readonly timers: Timers;
  private readonly now: () => number;
  private readonly seed: number;
  private readonly rooms: Pick<Rooms, "heat" | "air" | "moisten">;
  private readonly happened: (words: string) => void;
  private isOn = false;
  private smokes = false;
  private changed: (isThere: boolean) => void = () => {};

  constructor({ timers, now, seed, rooms, happened }: StoveOptions) {
    this.timers = timers;
    this.now = now;
    this.seed = seed;
    this.rooms = rooms;
    this.happened = happened;
  }

  readonly watts = (): number => {
    return this.isOn ? COOKING_WATTS : 0;
  };

  private readonly burn = (): void => {
    this.happened("The pan burns: smoke rises to the kitchen's ceiling");
    this.smokes = true;
    this.timers.after(DETECTED_MS, () => this.changed(true));
    this.timers.after(SMOKE_MS, () => {
      this.happened("Ben takes the pan off and opens the kitchen door: the smoke goes");
      this.smokes = false;
      this.turn(false);
      this.timers.after(DETECTED_MS, () => this.changed(false));
    });
  };

  cook(): void {
    const day = dayOf(this.now());
    this.turn(true);
    if (day === 0 || drawsAt(this.seed ^ 0x57e4, day).once(ODDS))
      this.timers.after(BURNS_AFTER_MS, this.burn);
    else this.timers.after(COOKING_MS, () => this.turn(false));
  }

  ceiling(): number {
    const warmer = (this.isOn ? 2 * CEILING_KELVIN : CEILING_KELVIN) + (this.smokes ? SMOKE_KELVIN : 0);
    return this.rooms.air("kitchen").celsius + warmer;
  }

  isSmoking(): boolean {
    return this.smokes;
  }

  whenSmoke(call: (isThere: boolean) => void): void {
    this.changed = call;
  }

  private turn(on: boolean): void {
    this.isOn = on;
    this.rooms.heat("kitchen", "stove", on ? COOKING_WATTS * STAYS : 0);
    this.rooms.moisten("kitchen", "stove", on ? STEAM_GRAMS_PER_HOUR : 0);
  }
}
