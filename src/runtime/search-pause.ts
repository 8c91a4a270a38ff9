// The pause of a device that sleeps behind a search that failed.

/** Who is away is looked for at longer and longer intervals, up to this one. */
const LONGEST_PAUSE_MS = 14400000;

/** Twice as long each time, and never less than from one wake to the next. @cold */
export function pauseBehind(failed: number, every: number): number {
  let pause = every;
  for (let i = 1; i < failed && pause < LONGEST_PAUSE_MS; i++) pause = pause * 2;
  return Math.max(every, Math.min(pause, LONGEST_PAUSE_MS));
}
