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

export function createStove({ timers, now, seed, rooms, happened }: StoveOptions): Stove {
  let isOn = false;
  let isSmoking = false;
  let changed: (isThere: boolean) => void = () => {};

  function turn(on: boolean): void {
    isOn = on;
    rooms.heat("kitchen", "stove", on ? COOKING_WATTS * STAYS : 0);
    rooms.moisten("kitchen", "stove", on ? STEAM_GRAMS_PER_HOUR : 0);
  }

  function burn(): void {
    happened("The pan burns: smoke rises to the kitchen's ceiling");
    isSmoking = true;
    timers.after(DETECTED_MS, () => changed(true));
    timers.after(SMOKE_MS, () => {
      happened("Ben takes the pan off and opens the kitchen door: the smoke goes");
      isSmoking = false;
      turn(false);
      timers.after(DETECTED_MS, () => changed(false));
    });
  }

  return {
    cook() {
      const day = dayOf(now());
      turn(true);
      if (day === 0 || drawsAt(seed ^ 0x57e4, day).once(ODDS)) timers.after(BURNS_AFTER_MS, burn);
      else timers.after(COOKING_MS, () => turn(false));
    },
    watts: () => (isOn ? COOKING_WATTS : 0),
    ceiling() {
      const warmer = (isOn ? 2 * CEILING_KELVIN : CEILING_KELVIN) + (isSmoking ? SMOKE_KELVIN : 0);
      return rooms.air("kitchen").celsius + warmer;
    },
    isSmoking: () => isSmoking,
    whenSmoke(call) {
      changed = call;
    },
  };
}
