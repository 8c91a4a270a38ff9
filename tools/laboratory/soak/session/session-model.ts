// A small model of what a device's session promised: which messages it kept, which its policies dropped, and
// in which order they go. It stands beside the real client and is told what that said and wrote; at the end
// it says what must have come.
import {
  DROPPED_EXPIRED,
  DROPPED_OLDEST,
  DROPPED_REPLACED,
  DROPPED_THINNED,
  DROPPED_UNTAKEN,
} from "../../../../src/mqtt/dropped.ts";
import type { Topic } from "./topics.ts";

/** A message in its place. */
export interface Kept {
  /** Its number, which is in its payload. */
  number: number;
  topic: Topic;
  /** When it was published. */
  at: number;
  /** Its packet was handed to the link, whole or not. */
  wasWritten: boolean;
  /** The device lost its power while it had it, or it was dropped when it may have come: it need not come. */
  isExcused: boolean;
}

export interface SessionModel {
  /** The device is about to publish this message. */
  publishing: (number: number, topic: Topic) => void;
  /** The client has dropped a message of a topic for it. */
  dropped: (topic: string, cause: number) => void;
  /** A connection begins. */
  greeted: () => void;
  /** The client has handed the message to the link. */
  wrote: (number: number) => void;
  /** The device has lost its memory: what was not finished may come, and need not. */
  lostPower: () => void;
  /** What the client has promised of it. */
  promised: (outcome: string) => void;
  /** Has a message been dropped that was on the wire? */
  hasGivenUp: () => boolean;
  /** Numbers of those that were kept and not dropped, in their order. */
  kept: () => readonly Kept[];
  /** Numbers that must never come: refused, or dropped. */
  gone: Set<number>;
  /** What the client did that it must not, in sentences. */
  faults: string[];
}

/** `now` is in milliseconds, and counts on. */
export function createSessionModel(now: () => number): SessionModel {
  return new MessageBook(now);
}

class MessageBook implements SessionModel {
  readonly gone = new Set<number>();
  readonly faults: string[] = [];
  private readonly now: () => number;
  private readonly waiting: Kept[] = [];
  /**
   * Numbers of messages that were written in each connection, the newest last; of those that ended too many.
   */
  private written: Set<number>[] = [];
  private readonly untaken = new Set<number>();
  private next: Kept | undefined = undefined;
  private hasReplaced = false;

  constructor(now: () => number) {
    this.now = now;
  }

  readonly dropped = (topic: string, cause: number): void => {
    if (cause === DROPPED_REPLACED) this.replace(topic);
    else if (cause === DROPPED_OLDEST) this.dropOldest(topic);
    else if (cause === DROPPED_THINNED) this.thinOut(topic);
    else if (cause === DROPPED_EXPIRED) this.expire(topic);
    else if (cause === DROPPED_UNTAKEN) this.giveUp(topic);
    else this.faults.push(`A message of ${topic} was dropped for a reason that it has none of: ${cause}.`);
  };

  publishing(number: number, topic: Topic): void {
    this.next = { number, topic, at: this.now(), wasWritten: false, isExcused: false };
    this.hasReplaced = false;
  }

  greeted(): void {
    this.written = [...this.written.slice(-5), new Set()];
  }

  wrote(number: number): void {
    const message =
      this.next?.number === number ? this.next : this.waiting.find((entry) => entry.number === number);
    if (message !== undefined && !message.wasWritten && this.isLate(message))
      this.faults.push(`Message ${number} of ${message.topic.name} was sent behind its deadline.`);
    if (message !== undefined) message.wasWritten = true;
    if (message !== undefined && message.topic.qos > 0) this.written.at(-1)?.add(number);
    if (this.gone.has(number) || this.untaken.has(number))
      this.faults.push(`Message ${number} was sent after it was dropped or refused.`);
  }

  lostPower(): void {
    for (const entry of this.waiting) entry.isExcused = true;
    this.written = [];
  }

  promised(outcome: string): void {
    if (this.next === undefined) return;
    if (outcome === "kept" && !this.hasReplaced) this.waiting.push(this.next);
    else if (outcome.startsWith("refused")) this.gone.add(this.next.number);
    this.next = undefined;
  }

  hasGivenUp(): boolean {
    return this.untaken.size > 0;
  }

  kept(): readonly Kept[] {
    return this.waiting;
  }

  /** The oldest of the lowest priority that may go for a message of `topic`. */
  private victim(topic: Topic): Kept | undefined {
    const candidates = this.waiting.filter(
      (candidate) => isWaiting(candidate) && mayGo(candidate.topic, topic),
    );
    const lowest = Math.min(...candidates.map((candidate) => candidate.topic.priority));
    return candidates.find((candidate) => candidate.topic.priority === lowest);
  }

  private replace(name: string): void {
    const old = this.waiting.findLast((entry) => entry.topic.name === name);
    if (old === undefined || old.wasWritten || old.isExcused || this.next?.topic.name !== name) {
      this.faults.push(`A message of ${name} was replaced, and none waited.`);
      return;
    }
    this.gone.add(old.number);
    old.number = this.next.number;
    old.at = this.next.at;
    this.hasReplaced = true;
  }

  private dropOldest(name: string): void {
    const isThinned = this.next !== undefined && this.crowded(this.next) !== undefined;
    const expected = this.next === undefined || isThinned ? undefined : this.victim(this.next.topic);
    if (expected?.topic.name === name) this.leave(expected);
    else
      this.faults.push(`A message of ${name} was dropped, and ${expected?.topic.name ?? "none"} was to go.`);
  }

  private thinOut(name: string): void {
    const expected = this.next?.topic.name === name ? this.crowded(this.next) : undefined;
    if (expected === undefined) this.faults.push(`${name} was thinned out, and was not to be.`);
    else this.leave(expected);
  }

  private expire(name: string): void {
    const oldest = this.waiting.find((entry) => entry.topic.name === name && isWaiting(entry));
    if (oldest !== undefined && this.isLate(oldest)) this.leave(oldest);
    else this.faults.push(`A message of ${name} was dropped as too late, and none was.`);
  }

  /**
   * Six connections in a row have ended behind the message, which is short, and in the last ones it was out
   * alone.
   */
  private giveUp(name: string): void {
    const last = this.written.slice(-6);
    const isWhy = ({ number, topic }: Kept) =>
      topic.name === name && last.length === 6 && last.every((numbers) => numbers.has(number));
    const message = this.waiting.find(isWhy);
    if (message === undefined || last.slice(2).some(({ size }) => size !== 1)) {
      this.faults.push(`A message of ${name} was dropped, and no six connections ended behind it.`);
      return;
    }
    message.isExcused = true;
    this.untaken.add(message.number);
  }

  private leave(message: Kept): void {
    this.gone.add(message.number);
    this.waiting.splice(this.waiting.indexOf(message), 1);
  }

  private isLate({ topic, at }: Kept): boolean {
    return topic.deadline > 0 && this.now() - at > topic.deadline;
  }

  /**
   * Of the messages that wait for one of their topic to come: the first whose neighbours are nearest to each
   * other in time.
   */
  private crowded(coming: Kept): Kept | undefined {
    if (
      coming.topic.overflow !== "thin" ||
      this.victim(coming.topic)?.topic.priority !== coming.topic.priority
    )
      return undefined;
    const line = [
      ...this.waiting.filter((entry) => entry.topic === coming.topic && isWaiting(entry)),
      coming,
    ];
    const gap = (index: number) => line[index + 1].at - line[index - 1].at;
    let best: number | undefined;
    for (let index = 1; index < line.length - 1; index += 1)
      if (best === undefined || gap(index) < gap(best)) best = index;
    return best === undefined ? undefined : line[best];
  }
}

/** May a message that waits go, so that one of another topic finds room? */
function mayGo(waiting: Topic, coming: Topic): boolean {
  if (waiting.overflow === "reject") return false;
  if (waiting.priority !== coming.priority) return waiting.priority < coming.priority;
  return waiting.overflow !== "latest" && coming.overflow !== "reject";
}

/** Was it never on the wire? */
function isWaiting({ wasWritten, isExcused }: Kept): boolean {
  return !wasWritten && !isExcused;
}
