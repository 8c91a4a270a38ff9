// Messages that wait in a queue, in order, within its limits of bytes and time. A last-value queue keeps the
// newest message of each key only.
import { hasEnded, type Message, weightOf } from "./message.ts";

/** A message of a queue, waiting or delivered. */
export interface BacklogEntry {
  /** The message's number in its queue. */
  number: number;
  message: Message;
  key: string | undefined;
  keptAt: number;
  /** True once a consumer has acknowledged the message. */
  isDone: boolean;
  /** Consumers that have received but not acknowledged the message. */
  holders: number;
  /** Sessions whose clients cannot receive the message, because it is too long for them. */
  unfit: WeakSet<object> | undefined;
}

export class Backlog {
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

  /**
   * Appends a message; one with a known key replaces that key's message. Returns the number of messages
   * discarded for it.
   */
  add(message: Message, key: string | undefined): number {
    this.numbers += 1;
    this.put(
      { number: this.numbers, message, key, keptAt: this.now(), isDone: false, holders: 0, unfit: undefined },
      this.fresh,
    );
    return this.clear();
  }

  /** The waiting messages, in order. */
  *entries(): Iterable<BacklogEntry> {
    for (const entry of this.kept())
      if (this.isOver(entry)) this.take(entry);
      else yield entry;
  }

  /** Removes a message that is being delivered. */
  take(entry: BacklogEntry): void {
    if (!this.returned.delete(entry.number) && !this.fresh.delete(entry.number)) return;
    this.bytes -= weightOf(entry.message);
    if (entry.key !== undefined && this.newest.get(entry.key) === entry) this.newest.delete(entry.key);
  }

  /** Puts undelivered messages back before all others, in their order. */
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

  /** Discards the oldest messages, by age and for lack of room. */
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
