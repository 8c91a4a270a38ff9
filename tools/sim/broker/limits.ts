// Limits on what the broker takes and keeps. In virtual time there is no bound unless a test sets one; a
// broker that strangers talk to has them all.
import type { Room } from "./quota.ts";

export interface Limits {
  /** Longest PUBLISH that it takes, and longest packet of any other kind, in bytes. */
  packetBytes: number;
  requestBytes: number;
  /** Properties of a PUBLISH, in bytes: reading one takes longer than a hundred bytes of payload. */
  propertyBytes: number;
  /** Longest client identifier, in bytes. */
  identifierBytes: number;
  /** Levels of a topic or filter. */
  levels: number;
  /** Messages at QoS 1 and 2 that are out to a client and not acknowledged; and that wait behind them. */
  inFlight: number;
  queued: number;
  /** The rate at which a client may publish, where the decision about it does not set one. */
  messagesPerSecond: number;
  bytesPerSecond: number;
  /** Messages of a client at QoS 1 and 2 that wait for their last answer; one more is a breach. */
  unfinished: number;
  /** Clients that are connected at a time; one more is refused. */
  clients: number;
  /** Room for filters, wills, retained messages, and messages on their way. */
  rooms: { filters: Room; wills: Room; retained: Room; messages: Room };
  /**
   * The most sessions whose client is away: beyond that one ends, first those that have acknowledged
   * everything. And the most seconds that each may last.
   */
  away: number;
  awaySeconds: number;
  /** The most levels of topics that are searched for retained messages for one client at a time. */
  effort: number;
  /** A client with so many unacknowledged messages gets retained ones only later. */
  handed: number;
  /** The number of sessions that get one message in a turn; others are served before it goes on. */
  recipients: number;
  /**
   * The most bytes that wait to be taken, of all clients together: of packets that are not whole, or whose
   * turn has not come.
   */
  untakenBytes: number;
  /** The most bytes of messages that wait in one message queue. */
  queueBytes: number;
  /** The time of a connection for its CONNECT. */
  greetingMs: number;
  /** A client that takes nothing of the bytes written to it for so long is ended. */
  unreadMs: number;
  /**
   * When the packets of all clients together have taken so long, the others wait until sockets have been
   * read.
   */
  turnMs: number;
}

const ANY = Number.POSITIVE_INFINITY;
const ANY_ROOM: Room = { ofAll: ANY, ofOne: ANY };

export const NO_LIMITS: Limits = {
  packetBytes: 268_435_460,
  requestBytes: 268_435_460,
  propertyBytes: ANY,
  identifierBytes: 65_535,
  // As many as Mosquitto takes.
  levels: 200,
  inFlight: 20,
  queued: ANY,
  messagesPerSecond: ANY,
  bytesPerSecond: ANY,
  unfinished: ANY,
  clients: ANY,
  rooms: { filters: ANY_ROOM, wills: ANY_ROOM, retained: ANY_ROOM, messages: ANY_ROOM },
  away: ANY,
  awaySeconds: ANY,
  effort: ANY,
  handed: ANY,
  recipients: ANY,
  untakenBytes: ANY,
  queueBytes: ANY,
  greetingMs: ANY,
  unreadMs: ANY,
  turnMs: ANY,
};
