// Numbers of a stream that one program has heard, compared with those that were sent there.
import {
  connectedUntil,
  type Heard,
  heardByStream,
  type Participant,
  type Sent,
  type TrafficRecord,
} from "./traffic-record.ts";

/** Messages that it heard, which it should not have heard then. */
export interface Disorder {
  /**
   * Heard before already. What the broker keeps comes again with each connection: that is none, where the
   * newest is enough.
   */
  twice: Heard[];
  /** Behind a later one. */
  outOfOrder: Heard[];
}

export function disorderOf(participant: Participant, { hears }: TrafficRecord): Disorder {
  const known = new Map<string, { highest: number; all: Set<number> }>();
  const disorder: Disorder = { twice: [], outOfOrder: [] };
  for (const heard of participant.heard) {
    const stream = known.get(heard.stream) ?? { highest: Number.NEGATIVE_INFINITY, all: new Set() };
    known.set(heard.stream, stream);
    const isOlder = heard.number < stream.highest;
    if (hears(participant.group) === "newest" ? isOlder : isOlder && !stream.all.has(heard.number))
      disorder.outOfOrder.push(heard);
    else if (hears(participant.group) !== "newest" && stream.all.has(heard.number))
      disorder.twice.push(heard);
    stream.all.add(heard.number);
    stream.highest = Math.max(stream.highest, heard.number);
  }
  return disorder;
}

/** The streams that it is to hear, with what was sent there. */
export function streamsFor(
  participant: Participant,
  { sent, listensTo }: TrafficRecord,
): [stream: string, messages: readonly Sent[]][] {
  return [...sent].filter(([stream]) => listensTo(participant, stream));
}

/**
 * Messages that it should have heard and has not: all, whenever it came; where it hears the "newest" alone,
 * those that went out while it was connected, and stayed so until it heard a newer one.
 */
export function lostBy(participant: Participant, record: TrafficRecord): { stream: string; message: Sent }[] {
  const isEach = record.hears(participant.group) !== "newest";
  const streams = heardByStream(participant);
  return streamsFor(participant, record).flatMap(([stream, messages]) => {
    const heard = streams.get(stream) ?? [];
    if (heard.length === 0 && !isEach) return [];
    const numbers = new Set(heard.map(({ number }) => number));
    const isOwed = ({ number, at }: Sent) => {
      if (isEach) return true;
      const newer = heard.find((message) => message.number > number)?.at ?? record.endedAt;
      return (connectedUntil(participant, at) ?? record.endedAt) >= newer;
    };
    return messages
      .filter((message) => !numbers.has(message.number) && isOwed(message))
      .map((message) => ({ stream, message }));
  });
}
