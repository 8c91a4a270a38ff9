// A list that grows while a test watches it: what a device logged, what a subscriber received.

/**
 * How long something that has to happen may take before the test says what is missing. It measures nothing.
 */
const PATIENCE_MS = 90_000;

export interface Watched<Entry> {
  entries: readonly Entry[];
  add: (entry: Entry) => void;
  /** Calls `take` with each entry, those that are there and those that are to come. */
  each: (take: (entry: Entry) => void) => void;
  /**
   * Resolves once `holds`; when that never comes, rejects and says `what` was waited for and what is there
   * instead.
   */
  until: (what: string, holds: (entries: readonly Entry[]) => boolean) => Promise<void>;
}

export function createWatched<Entry>(): Watched<Entry> {
  const entries: Entry[] = [];
  const watchers = new Set<() => void>();
  const takers: ((entry: Entry) => void)[] = [];

  function until(what: string, holds: (entries: readonly Entry[]) => boolean): Promise<void> {
    if (holds(entries)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        clearTimeout(limit);
        watchers.delete(look);
        outcome();
      };
      const look = () => {
        if (holds(entries)) settle(resolve);
      };
      const limit = setTimeout(() => {
        const last = entries.slice(-12).map((entry) => JSON.stringify(entry));
        settle(() => reject(new Error(`Waited in vain for ${what}. Last seen:\n${last.join("\n")}`)));
      }, PATIENCE_MS);
      watchers.add(look);
    });
  }

  return {
    entries,
    add(entry) {
      entries.push(entry);
      for (const take of takers) take(entry);
      for (const look of watchers) look();
    },
    each(take) {
      for (const entry of entries) take(entry);
      takers.push(take);
    },
    until,
  };
}
