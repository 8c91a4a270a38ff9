// A bed in the garden: soil that dries by the hour and is watered in the morning when it is dry, and its
// warmth.
//
//   dm/dt = -m / 40 h (m: share of the water that it can hold);   ground = 7 °C + 0.35 (air three hours ago - 7 °C)
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Sky } from "./sky.ts";
import { DAY_MS, dayOf, HOUR_MS, timeOfDay } from "./time.ts";

export interface BedOptions {
  timers: Timers;
  now: () => number;
  sky: Pick<Sky, "air">;
  happened: (words: string) => void;
}

export interface Bed {
  /** 0 dry to 1 wet. */
  wetness: () => number;
  /** °C a hand deep. */
  celsius: () => number;
}

const DRYING_MS = 40 * HOUR_MS;
const AT_START = 0.42;
const DRY = 0.32;
const WATERED = 0.75;
const LAG_MS = 3 * HOUR_MS;
const MEAN_CELSIUS = 7;
const FOLLOWS = 0.35;

export function createBed({ timers, now, sky, happened }: BedOptions): Bed {
  let level = AT_START;
  let levelAt = now();
  const wetness = () => level * Math.exp((levelAt - now()) / DRYING_MS);

  function follow(day: number): void {
    const at = day * DAY_MS + timeOfDay(7, 55);
    if (at > now()) timers.after(at - now(), lookAfter);
    timers.after((day + 1) * DAY_MS - now(), () => follow(day + 1));
  }

  function lookAfter(): void {
    if (wetness() > DRY) return;
    happened("Anna waters the bed in the garden");
    level = WATERED;
    levelAt = now();
  }

  follow(dayOf(now()));
  return {
    wetness,
    celsius: () => MEAN_CELSIUS + FOLLOWS * (sky.air(now() - LAG_MS).celsius - MEAN_CELSIUS),
  };
}
