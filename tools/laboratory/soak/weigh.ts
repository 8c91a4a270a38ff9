// The weight of a record, whatever its fields are called: the number of values that can be reached from it.

/**
 * Counts all that can be reached from a record, each thing once: numbers, texts, records and lists. Functions
 * and what is in `besides` count nothing.
 */
export function weigh(record: object, besides: readonly object[] = []): number {
  const seen = new Set<object>(besides);
  const left: unknown[] = [record];
  let values = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "function") continue;
    if (typeof value === "object" && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
      left.push(...Object.values(value));
    }
    values += 1;
  }
  return values;
}
