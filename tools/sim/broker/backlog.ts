// Messages that wait in a queue: in its order, no more than its bytes, no longer than its time, and of each
// key the newest where it keeps last values only.
import { hasEnded, type Message, weightOf } from "./message.ts";

/** A message of a queue, waiting or handed out. */
export interface BacklogEntry {
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
  entries: () => Iterable<BacklogEntry>;
  /** It is handed out. */
  take: (entry: BacklogEntry) => void;
  /** Messages that were handed out in vain come before all others, in their order. */
  putBack: (entries: readonly BacklogEntry[]) => void;
  size: () => number;
}

export function createBacklog(bounds: { bytes: number; keepMs: number }, now: () => number): Backlog {
  return new QueueBacklog(bounds, now);
}

class QueueBacklog implements Backlog {
  private readonly mostBytes: number;
  private readonly keepMs: number;
  private readonly now: () => number;
  private returned = new Map<number, BacklogEntry>();
  private readonly fresh = new Map<number, BacklogEntry>();
  private readonly newest = new Map<string, BacklogEntry>();
  private numbers = 0;
  private bytes = 0;

  constructor({ bytes: mostBytes, keepMs }: { bytes: number; keepMs: number }, now: () => number) {
    this.mostBytes = mostBytes;
    this.keepMs = keepMs;
    this.now = now;
  }

  add(message: Message, key: string | undefined): number {
    this.numbers += 1;
    this.put(
      { number: this.numbers, message, key, keptAt: this.now(), isDone: false, holders: 0, unfit: undefined },
      this.fresh,
    );
    return this.clear();
  }

  *entries(): Iterable<BacklogEntry> {
    for (const entry of this.kept())
      if (this.isOver(entry)) this.take(entry);
      else yield entry;
  }

  take(entry: BacklogEntry): void {
    if (!this.returned.delete(entry.number) && !this.fresh.delete(entry.number)) return;
    this.bytes -= weightOf(entry.message);
    if (entry.key !== undefined && this.newest.get(entry.key) === entry) this.newest.delete(entry.key);
  }

  putBack(entries: readonly BacklogEntry[]): void {
    for (const entry of entries) this.put(entry, this.returned);
    this.returned = new Map([...this.returned].sort(([a], [b]) => a - b));
  }

  size(): number {
    return this.returned.size + this.fresh.size;
  }

  private *kept(): Generator<BacklogEntry> {
    yield* this.returned.values();
    yield* this.fresh.values();
  }

  private isOver({ message, keptAt }: BacklogEntry): boolean {
    return hasEnded(message, this.now()) || this.now() - keptAt >= this.keepMs;
  }

  /** The oldest go first, by their time and for lack of room. */
  private clear(): number {
    let count = 0;
    for (const entry of this.kept()) {
      const isOld = this.isOver(entry);
      if (!isOld && this.bytes <= this.mostBytes) break;
      if (!isOld) count += 1;
      this.take(entry);
    }
    return count;
  }

  private put(entry: BacklogEntry, to: Map<number, BacklogEntry>): void {
    const { key, number } = entry;
    const known = key === undefined ? undefined : this.newest.get(key);
    if (known !== undefined && known.number > number) return;
    if (known !== undefined) this.take(known);
    if (key !== undefined) this.newest.set(key, entry);
    to.set(number, entry);
    this.bytes += weightOf(entry.message);
  }
}
