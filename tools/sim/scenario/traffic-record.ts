// The traffic of a run's programs: what each has sent and heard, by the numbers in the messages,
// and when each was connected.

/**
 * What of a stream a program is to hear: each message, the newest alone, or those that its group shares among
 * its programs.
 */
export type Hears = "each" | "newest" | "share";

/** A message that a program has sent. */
export interface Sent {
  number: number;
  at: number;
  by: Participant;
}

/** A message that a program has heard. */
export interface Heard {
  stream: string;
  number: number;
  at: number;
}

/** A program of the run. */
export interface Participant {
  name: string;
  group: string;
  heard: readonly Heard[];
  /** When its connections began and ended, in turn. */
  turns: readonly number[];
}

/** The whole of a run, in milliseconds from its beginning. */
export interface TrafficRecord {
  endedAt: number;
  participants: readonly Participant[];
  /** By stream, in the order of sending. */
  sent: ReadonlyMap<string, readonly Sent[]>;
  /** What a group hears of each stream. */
  hears: (group: string) => Hears;
  /** Is it to hear this stream? */
  listensTo: (participant: Participant, stream: string) => boolean;
  /** Does a group of the scenario not take part, as the broker has no message queue for it? */
  absent: (group: string) => boolean;
}

/**
 * The moment from which it is connected on: `at` if it is then, its next connection if it is not; undefined
 * if none follows.
 */
export function connectedFrom({ turns }: Participant, at: number): number | undefined {
  const next = turns.findIndex((turn) => turn > at);
  const last = next < 0 ? turns.length : next;
  return last % 2 === 1 ? at : turns[last];
}

/**
 * When the connection that it has at `at` ends; `at` itself if it has none, and undefined if that does not
 * end.
 */
export function connectedUntil({ turns }: Participant, at: number): number | undefined {
  const next = turns.findIndex((turn) => turn > at);
  if (next < 0) return turns.length % 2 === 1 ? undefined : at;
  return next % 2 === 1 ? turns[next] : at;
}

/** What it has heard of each stream, in order. */
export function heardByStream({ heard }: Participant): Map<string, Heard[]> {
  const streams = new Map<string, Heard[]>();
  for (const message of heard) {
    const stream = streams.get(message.stream);
    if (stream === undefined) streams.set(message.stream, [message]);
    else stream.push(message);
  }
  return streams;
}
