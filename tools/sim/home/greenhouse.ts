// The greenhouse in the garden: air that the sun warms and a fan changes, and beds that dry, and that a pump
// waters.
import type { Air } from "../parts/around.ts";
import type { Sky } from "./sky.ts";
import { HOUR_MS, SECOND_MS } from "./time.ts";

export interface Greenhouse {
  air: () => Air;
  /** 0 dry to 1 wet. */
  wetness: () => number;
  setPump: (isOn: boolean) => void;
  /** 0 still to 1. */
  setFan: (share: number) => void;
}

const DRYING_MS = 30 * HOUR_MS;
const FILLING_MS = 90 * SECOND_MS;
/**
 * Glass keeps what comes in: °C above the air outside, at night and for each lux; a fan takes most of the
 * sun's away.
 */
const NIGHT_CELSIUS = 5;
const CELSIUS_PER_LUX = 0.0006;
const FAN_TAKES = 0.8;

export function createGreenhouse(now: () => number, sky: Pick<Sky, "air" | "lux">): Greenhouse {
  let level = 0.55;
  let levelAt = now();
  let isWatered = false;
  let fan = 0;

  function wetness(): number {
    const passed = now() - levelAt;
    if (isWatered) return Math.min(1, level + passed / FILLING_MS);
    return level * Math.exp(-passed / DRYING_MS);
  }

  return {
    wetness,
    air() {
      const outside = sky.air(now());
      const sun = CELSIUS_PER_LUX * sky.lux(now()) * (1 - FAN_TAKES * fan);
      return { celsius: outside.celsius + NIGHT_CELSIUS + sun, humidity: 40 + 45 * wetness() };
    },
    setPump(isOn) {
      [level, levelAt, isWatered] = [wetness(), now(), isOn];
    },
    setFan(share) {
      fan = share;
    },
  };
}
