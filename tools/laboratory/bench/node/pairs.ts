// Figures of two contenders that stay comparable on a noisy machine: measured in turn, and told by the middle
// ratio.

/** What was measured of both in one round. */
export interface Pair<Measured = number> {
  ours: Measured;
  theirs: Measured;
}

/** Measures both in turn, `rounds` times, and begins with another one each time: what drifts hits both. */
export async function inTurn<Measured>(
  rounds: number,
  ours: () => Measured | Promise<Measured>,
  theirs: () => Measured | Promise<Measured>,
): Promise<Pair<Measured>[]> {
  const pairs: Pair<Measured>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await ours();
      pairs.push({ ours: first, theirs: await theirs() });
    } else {
      const first = await theirs();
      pairs.push({ ours: await ours(), theirs: first });
    }
  }
  return pairs;
}

/** The round whose ratio is the middle one of all. */
export function middlePair(pairs: readonly Pair[]): Pair {
  const sorted = [...pairs].sort((a, b) => a.ours / a.theirs - b.ours / b.theirs);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined)
    throw new RangeError("There is no round to take the middle of; measure at least one.");
  return middle;
}

/** Microseconds of CPU time, the kernel's for this process included, that `work` takes. */
export async function cpuMicroseconds(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  const running = work();
  if (running !== undefined) await running;
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
