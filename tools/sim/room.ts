// A room with a heater: heat flows in from the heater and out through the walls, and warmer air is drier air.
import type { Air } from "./parts/sht3x.ts";

export interface RoomOptions {
  now: () => number;
  /** At the start, in °C and %. */
  air?: Air;
  /** Outside air at a moment in milliseconds. Default: 6 °C and 80 %, 4 °C warmer and colder through the day. */
  outside?: (ms: number) => Air;
  heaterWatts?: number;
  /** Heat lost for each degree between inside and outside, in watts. */
  lossWattsPerKelvin?: number;
  /** Heat that warms the air and what stands in it by one degree, in joules. */
  joulesPerKelvin?: number;
  /** How much of the air is exchanged with the outside each hour, 0 to 1. */
  airChangePerHour?: number;
}

export interface Room {
  /** The air now. */
  air: () => Air;
  /** Turns the heater on or off from now on. */
  heat: (on: boolean) => void;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The outside is taken as constant for this long; inside such a step the answer is exact. */
const STEP_MS = 60_000;

/** A room that stands still until it is asked; the same questions at the same moments get the same answers. */
export function createRoom(options: RoomOptions): Room {
  const { now, outside = outsideThroughTheDay } = options;
  const {
    heaterWatts = 1200,
    lossWattsPerKelvin = 45,
    joulesPerKelvin = 250_000,
    airChangePerHour = 0.3,
  } = options;
  const start = options.air ?? { celsius: 19.5, humidity: 48 };
  let celsius = start.celsius;
  /** Pressure of the water vapour in the air, in hectopascals: heating does not change it, airing does. */
  let vapour = vapourPressure(start);
  let heater = false;
  let settledAt = now();

  /** The room approaches its balance exponentially, so one step of any length is exact while the outside holds. */
  function step(ms: number): void {
    const air = outside(settledAt);
    const balance = air.celsius + (heater ? heaterWatts / lossWattsPerKelvin : 0);
    const left = Math.exp((-ms / 1000) * (lossWattsPerKelvin / joulesPerKelvin));
    celsius = balance + (celsius - balance) * left;
    const stays = Math.exp((-ms / HOUR_MS) * airChangePerHour);
    vapour = vapourPressure(air) + (vapour - vapourPressure(air)) * stays;
    settledAt += ms;
  }

  function settle(): void {
    const until = now();
    while (settledAt < until) step(Math.min(STEP_MS, until - settledAt));
  }

  return {
    air() {
      settle();
      const humidity = (100 * vapour) / saturationPressure(celsius);
      return { celsius, humidity: Math.min(100, humidity) };
    },
    heat(on) {
      settle();
      heater = on;
    },
  };
}

/** Coldest at 3 in the morning when the count of milliseconds starts at midnight. */
function outsideThroughTheDay(ms: number): Air {
  const turn = (2 * Math.PI * (ms - 3 * HOUR_MS)) / DAY_MS;
  return { celsius: 6 - 4 * Math.cos(turn), humidity: 80 };
}

function vapourPressure({ celsius, humidity }: Air): number {
  return (humidity / 100) * saturationPressure(celsius);
}

/** Magnus formula over water, in hectopascals. */
function saturationPressure(celsius: number): number {
  return 6.112 * Math.exp((17.62 * celsius) / (243.12 + celsius));
}
