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
  const kept: Kept[] = [];
  const gone = new Set<number>();
  const faults: string[] = [];
  /**
   * Numbers of messages that were written in each connection, the newest last; of those that ended too many.
   */
  let written: Set<number>[] = [];
  const untaken = new Set<number>();
  let next: Kept | undefined;
  let hasReplaced = false;

  /** The oldest of the lowest priority that may go for a message of `topic`. */
  function victim(topic: Topic): Kept | undefined {
    const candidates = kept.filter((candidate) => isWaiting(candidate) && mayGo(candidate.topic, topic));
    const lowest = Math.min(...candidates.map((candidate) => candidate.topic.priority));
    return candidates.find((candidate) => candidate.topic.priority === lowest);
  }

  function replace(name: string): void {
    const old = kept.findLast((entry) => entry.topic.name === name);
    if (old === undefined || old.wasWritten || old.isExcused || next?.topic.name !== name) {
      faults.push(`A message of ${name} was replaced, and none waited.`);
      return;
    }
    gone.add(old.number);
    old.number = next.number;
    old.at = next.at;
    hasReplaced = true;
  }

  function dropOldest(name: string): void {
    const isThinned = next !== undefined && crowded(next) !== undefined;
    const expected = next === undefined || isThinned ? undefined : victim(next.topic);
    if (expected?.topic.name === name) leave(expected);
    else faults.push(`A message of ${name} was dropped, and ${expected?.topic.name ?? "none"} was to go.`);
  }

  function thinOut(name: string): void {
    const expected = next?.topic.name === name ? crowded(next) : undefined;
    if (expected === undefined) faults.push(`${name} was thinned out, and was not to be.`);
    else leave(expected);
  }

  function expire(name: string): void {
    const oldest = kept.find((entry) => entry.topic.name === name && isWaiting(entry));
    if (oldest !== undefined && isLate(oldest)) leave(oldest);
    else faults.push(`A message of ${name} was dropped as too late, and none was.`);
  }

  /**
   * Six connections in a row have ended behind the message, which is short, and in the last ones it was out
   * alone.
   */
  function giveUp(name: string): void {
    const last = written.slice(-6);
    const isWhy = ({ number, topic }: Kept) =>
      topic.name === name && last.length === 6 && last.every((numbers) => numbers.has(number));
    const message = kept.find(isWhy);
    if (message === undefined || last.slice(2).some(({ size }) => size !== 1)) {
      faults.push(`A message of ${name} was dropped, and no six connections ended behind it.`);
      return;
    }
    message.isExcused = true;
    untaken.add(message.number);
  }

  function leave(message: Kept): void {
    gone.add(message.number);
    kept.splice(kept.indexOf(message), 1);
  }

  function isLate({ topic, at }: Kept): boolean {
    return topic.deadline > 0 && now() - at > topic.deadline;
  }

  /**
   * Of the messages that wait for one of their topic to come: the first whose neighbours are nearest to each
   * other in time.
   */
  function crowded(coming: Kept): Kept | undefined {
    if (coming.topic.overflow !== "thin" || victim(coming.topic)?.topic.priority !== coming.topic.priority)
      return undefined;
    const line = [...kept.filter((entry) => entry.topic === coming.topic && isWaiting(entry)), coming];
    const gap = (index: number) => line[index + 1].at - line[index - 1].at;
    let best: number | undefined;
    for (let index = 1; index < line.length - 1; index += 1)
      if (best === undefined || gap(index) < gap(best)) best = index;
    return best === undefined ? undefined : line[best];
  }

  return {
    publishing(number, topic) {
      next = { number, topic, at: now(), wasWritten: false, isExcused: false };
      hasReplaced = false;
    },
    dropped(topic, cause) {
      if (cause === DROPPED_REPLACED) replace(topic);
      else if (cause === DROPPED_OLDEST) dropOldest(topic);
      else if (cause === DROPPED_THINNED) thinOut(topic);
      else if (cause === DROPPED_EXPIRED) expire(topic);
      else if (cause === DROPPED_UNTAKEN) giveUp(topic);
      else faults.push(`A message of ${topic} was dropped for a reason that it has none of: ${cause}.`);
    },
    greeted() {
      written = [...written.slice(-5), new Set()];
    },
    wrote(number) {
      const message = next?.number === number ? next : kept.find((entry) => entry.number === number);
      if (message !== undefined && !message.wasWritten && isLate(message))
        faults.push(`Message ${number} of ${message.topic.name} was sent behind its deadline.`);
      if (message !== undefined) message.wasWritten = true;
      if (message !== undefined && message.topic.qos > 0) written.at(-1)?.add(number);
      if (gone.has(number) || untaken.has(number))
        faults.push(`Message ${number} was sent after it was dropped or refused.`);
    },
    lostPower() {
      for (const entry of kept) entry.isExcused = true;
      written = [];
    },
    promised(outcome) {
      if (next === undefined) return;
      if (outcome === "kept" && !hasReplaced) kept.push(next);
      else if (outcome.startsWith("refused")) gone.add(next.number);
      next = undefined;
    },
    hasGivenUp: () => untaken.size > 0,
    kept: () => kept,
    gone,
    faults,
  };
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
