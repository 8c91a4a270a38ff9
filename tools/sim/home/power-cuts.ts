// Plugs that are pulled: the lamp's on the first evening, later another device's every few hours.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { drawsAt } from "./noise.ts";
import { HOUR_MS, MINUTE_MS } from "./time.ts";

export interface PowerCutOptions {
  timers: Timers;
  seed: number;
  /** Names of the devices. */
  names: readonly string[];
  cut: (name: string) => void;
  give: (name: string) => void;
}

/** Since the start. */
const FIRST_MS = 66 * MINUTE_MS;
const FIRST = "lamp";
const PERIOD_MS = 5 * HOUR_MS;
const SPREAD_MS = 2 * HOUR_MS;
const WITHOUT_MS = 12 * MINUTE_MS;

export function schedulePowerCuts({ timers, seed, names, cut, give }: PowerCutOptions): void {
  function pull(name: string): void {
    cut(name);
    timers.after(WITHOUT_MS, () => give(name));
  }

  function follow(count: number): void {
    const draws = drawsAt(seed ^ 0xc07, count);
    timers.after(PERIOD_MS + draws.below(SPREAD_MS), () => {
      pull(names[draws.below(names.length)] as string);
      follow(count + 1);
    });
  }

  if (names.length === 0) return;
  timers.after(FIRST_MS, () => pull(names.includes(FIRST) ? FIRST : (names[0] as string)));
  follow(0);
}
