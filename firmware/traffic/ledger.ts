// The ledger of the workers' readings, by number: it stands in for a table that they share, with
// topic and reading as its key.

export class Ledger {
  private readonly taken = new Map<string, Set<number>>();

  /** Writes a reading down; false where it stands there already. */
  take(topic: string, reading: number): boolean {
    const readings = this.taken.get(topic) ?? new Set();
    this.taken.set(topic, readings);
    return readings.size < readings.add(reading).size;
  }
}
