// Messages that wait in a queue: in its order, no more than its bytes, no longer than its time, and of each
// key the newest where it keeps last values only.
import { hasEnded, type Message, weightOf } from "./message.ts";

/** A message of a queue, waiting or handed out. */
export interface Entry {
  /** Counts the messages of the queue. */
  number: number;
  message: Message;
  key: string | undefined;
  keptAt: number;
  /** A consumer has acknowledged it. */
  isDone: boolean;
  /** Consumers that have it and have not acknowledged it. */
  holders: number;
  /** Sessions whose clients cannot take it, because it is too long for them. */
  unfit: WeakSet<object> | undefined;
}

export interface Backlog {
  /**
   * Puts a message behind all others; with a key in place of the one with the same key. Returns the number of
   * messages that were thrown away for it.
   */
  add: (message: Message, key: string | undefined) => number;
  /** Those that wait, in order. */
  entries: () => Iterable<Entry>;
  /** It is handed out. */
  take: (entry: Entry) => void;
  /** Messages that were handed out in vain come before all others, in their order. */
  putBack: (entries: readonly Entry[]) => void;
  size: () => number;
}

export function createBacklog(
  { bytes: mostBytes, keepMs }: { bytes: number; keepMs: number },
  now: () => number,
): Backlog {
  let returned = new Map<number, Entry>();
  const fresh = new Map<number, Entry>();
  const newest = new Map<string, Entry>();
  let numbers = 0;
  let bytes = 0;

  function* entries(): Generator<Entry> {
    yield* returned.values();
    yield* fresh.values();
  }

  function take(entry: Entry): void {
    if (!returned.delete(entry.number) && !fresh.delete(entry.number)) return;
    bytes -= weightOf(entry.message);
    if (entry.key !== undefined && newest.get(entry.key) === entry) newest.delete(entry.key);
  }

  const isOver = ({ message, keptAt }: Entry) => hasEnded(message, now()) || now() - keptAt >= keepMs;

  /** The oldest go first, by their time and for lack of room. */
  function clear(): number {
    let count = 0;
    for (const entry of entries()) {
      const isOld = isOver(entry);
      if (!isOld && bytes <= mostBytes) break;
      if (!isOld) count += 1;
      take(entry);
    }
    return count;
  }

  function put(entry: Entry, to: Map<number, Entry>): void {
    const { key, number } = entry;
    const known = key === undefined ? undefined : newest.get(key);
    if (known !== undefined && known.number > number) return;
    if (known !== undefined) take(known);
    if (key !== undefined) newest.set(key, entry);
    to.set(number, entry);
    bytes += weightOf(entry.message);
  }

  return {
    add(message, key) {
      numbers += 1;
      put(
        { number: numbers, message, key, keptAt: now(), isDone: false, holders: 0, unfit: undefined },
        fresh,
      );
      return clear();
    },
    *entries() {
      for (const entry of entries())
        if (isOver(entry)) take(entry);
        else yield entry;
    },
    take,
    putBack(entries) {
      for (const entry of entries) put(entry, returned);
      returned = new Map([...returned].sort(([one], [other]) => one - other));
    },
    size: () => returned.size + fresh.size,
  };
}
