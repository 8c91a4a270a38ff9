// Limits on received and stored data. In virtual time there are none unless a test sets one; a broker for
// strangers has all.
import type { Room } from "./quota.ts";

export interface Limits {
  /** The longest PUBLISH, and the longest packet of any other type, in bytes. */
  packetBytes: number;
  requestBytes: number;
  /** Properties of a PUBLISH, in bytes: reading one takes longer than a hundred bytes of payload. */
  propertyBytes: number;
  /** Longest client identifier, in bytes. */
  identifierBytes: number;
  /** Levels of a topic or filter. */
  levels: number;
  /** Unacknowledged messages at QoS 1 and 2 to a client; and messages that wait for a place among them. */
  inFlight: number;
  queued: number;
  /** The rate at which a client may publish, unless its verdict sets another. */
  messagesPerSecond: number;
  bytesPerSecond: number;
  /** A client's unfinished messages at QoS 1 and 2; one more is a violation. */
  unfinished: number;
  /** Connected clients; one more is refused. */
  clients: number;
  /** Memory for filters, wills, retained messages, and messages under delivery. */
  rooms: { filters: Room; wills: Room; retained: Room; messages: Room };
  /**
   * The most sessions whose client is away: beyond that one ends, first those that have acknowledged
   * everything. And the most seconds that each may last.
   */
  away: number;
  awaySeconds: number;
  /** The most topic levels that are searched for one client's retained messages at a time. */
  effort: number;
  /** A client with so many unacknowledged messages receives retained ones only later. */
  handed: number;
  /** The number of sessions that receive one message in a turn; other clients are served between turns. */
  recipients: number;
  /**
   * The most unprocessed bytes of all clients together: of incomplete packets, and of packets that wait for
   * their turn.
   */
  untakenBytes: number;
  /** The most bytes of messages that wait in one message queue. */
  queueBytes: number;
  /** The time limit for CONNECT on a new connection. */
  greetingMs: number;
  /** A client that reads none of its bytes for so long is disconnected. */
  unreadMs: number;
  /** After so long a time of processing packets, the remaining packets wait until sockets were read. */
  turnMs: number;
}

const ANY = Number.POSITIVE_INFINITY;
const ANY_ROOM: Room = { ofAll: ANY, ofOne: ANY };

export const NO_LIMITS: Limits = {
  packetBytes: 268_435_460,
  requestBytes: 268_435_460,
  propertyBytes: ANY,
  identifierBytes: 65_535,
  // The same number as Mosquitto's.
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
