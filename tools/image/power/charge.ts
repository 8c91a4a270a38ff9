// Charge that a sleeper takes of its battery, from how long it was in which state. The build's estimate and
// the simulator's sum are both made by this.
import type { Interval, PowerFacts } from "../../../boards/board.ts";

/** The states of a device: times in ms without those that the board's file has, and how often there were these. */
export interface Spent {
  asleepMs: number;
  /** Starts of the chip, by its timer, by power or by itself. */
  boots: number;
  /** The program runs, its radio is off. */
  runningMs: number;
  /** Joins of Wi-Fi. */
  joins: number;
  /** Looking for a Wi-Fi that is not there. */
  joiningMs: number;
  connectedMs: number;
}

const MS_IN_HOUR = 3_600_000;

export const NOTHING_SPENT: Readonly<Spent> = {
  asleepMs: 0,
  boots: 0,
  runningMs: 0,
  joins: 0,
  joiningMs: 0,
  connectedMs: 0,
};

/** In mAh, low and high. */
export function chargeOf(power: PowerFacts, spent: Spent): Interval {
  return { low: chargeAt("low", power, spent), high: chargeAt("high", power, spent) };
}

/**
 * In mAh; of a board whose current asleep no source has, the part awake alone. Boots and joins have taken
 * their time of the sleep.
 */
export function chargeAt(bound: keyof Interval, power: PowerFacts, spent: Spent): number {
  const bootingMs = spent.boots * power.bootMs[bound];
  const joiningMs = spent.joins * power.joinMs[bound];
  const asleepMs = Math.max(0, spent.asleepMs - bootingMs - joiningMs);
  const mAms =
    (bootingMs + spent.runningMs) * power.runningMa[bound] +
    (joiningMs + spent.joiningMs) * power.joiningMa[bound] +
    spent.connectedMs * power.connectedMa[bound] +
    asleepMs * (power.asleepMa?.[bound] ?? 0);
  return mAms / MS_IN_HOUR;
}
