// Time between two connections of a device that sleeps. On a computer only.
import type { SleepOptions } from "../device/declare/sleep.ts";

/**
 * Milliseconds from one wake that connects to the next, at most, while its broker is there; 0 where a contact
 * alone wakes it.
 */
export function connectsEvery({ every, report, whenLow }: SleepOptions): number {
  return Math.max(report ?? every, whenLow?.every ?? 0);
}
