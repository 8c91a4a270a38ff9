// Readings of a history that a broker has received: each once, in order, with its time.
import { expect } from "vitest";

/** Seconds since 1970 in UTC, and a value. */
export type KeptReading = readonly [time: number, value: number];

/** The sample itself takes some milliseconds of the second that it is due in. */
const LATE_S = 1;

/**
 * The readings in the messages of a history, at least `least` of them. Each comes once, in order, with the
 * time when it was due: one each `every` milliseconds, the first within a minute behind `start`, in
 * milliseconds since 1970.
 */
export function keptReadings(
  payloads: readonly string[],
  { start, every, least }: { start: number; every: number; least: number },
): readonly KeptReading[] {
  const readings = payloads.flatMap((payload) => JSON.parse(payload) as KeptReading[]);
  expect(readings.length).toBeGreaterThanOrEqual(least);
  const [first = 0] = readings[0] ?? [];
  expect(first - start / 1000).toBeGreaterThanOrEqual(-LATE_S);
  expect(first - start / 1000).toBeLessThanOrEqual(60);
  for (const [i, [time]] of readings.entries())
    expect(Math.abs(time - first - (i * every) / 1000)).toBeLessThanOrEqual(LATE_S);
  return readings;
}

/** What was added between each reading and the next one. */
export function growth(readings: readonly KeptReading[]): number[] {
  return readings.slice(1).map(([, value], i) => value - (readings[i]?.[1] ?? 0));
}
