// A histogram of durations, in classes that are 3 % wide: it takes the same few kilobytes for any number, and
// those of several processes and computers are added.

/** How often each class was met. A million devices meet one more often than 32 bits can say. */
export type Latencies = Float64Array;

/** A class is as wide as a 32nd of the power of two below it. */
const CLASS_BITS = 5;
const CLASSES = 1 << CLASS_BITS;
/** In microseconds: half an hour, and all that is longer. */
const LONGEST = 2 ** 31 - 1;
const COUNT = (31 - CLASS_BITS + 1) * CLASSES;

export function createLatencies(): Latencies {
  return new Float64Array(COUNT);
}

export function noteLatency(latencies: Latencies, milliseconds: number): void {
  const place = classOf(Math.min(Math.max(0, Math.round(milliseconds * 1000)), LONGEST));
  latencies[place] = (latencies[place] ?? 0) + 1;
}

/**
 * Each class that was met, by its largest number of microseconds, and how often: for a message to another
 * computer.
 */
export function latencyPairs(latencies: Latencies): [microseconds: number, times: number][] {
  return [...latencies].flatMap((times, place) =>
    times === 0 ? [] : [[endOf(place), times] as [number, number]],
  );
}

/** The latencies that such pairs tell of. */
export function latenciesOf(pairs: Iterable<readonly [microseconds: number, times: number]>): Latencies {
  const latencies = createLatencies();
  for (const [microseconds, times] of pairs) {
    const place = classOf(Math.min(microseconds, LONGEST));
    latencies[place] = (latencies[place] ?? 0) + times;
  }
  return latencies;
}

/** Adds those of `others` to `latencies`. */
export function addLatencies(latencies: Latencies, others: Latencies): void {
  for (const [place, times] of others.entries()) latencies[place] = (latencies[place] ?? 0) + times;
}

/**
 * The milliseconds within which this share of them were, 0 to 1: the upper end of the class. `undefined`
 * where there are none.
 */
export function percentile(latencies: Latencies, share: number): number | undefined {
  const all = latencies.reduce((sum, times) => sum + times, 0);
  if (all === 0) return undefined;
  const wanted = Math.max(1, Math.ceil(all * share));
  let met = 0;
  const place = latencies.findIndex((times) => {
    met += times;
    return met >= wanted;
  });
  return endOf(place) / 1000;
}

/** Up to 31 each number is a class; from there on 32 for each power of two. */
function classOf(microseconds: number): number {
  if (microseconds < CLASSES) return microseconds;
  const shift = 31 - Math.clz32(microseconds) - CLASS_BITS;
  return (shift + 1) * CLASSES + ((microseconds >> shift) - CLASSES);
}

/** The largest number of a class. */
function endOf(place: number): number {
  if (place < CLASSES) return place;
  const shift = Math.floor(place / CLASSES) - 1;
  return ((place % CLASSES) + CLASSES + 1) * 2 ** shift - 1;
}
