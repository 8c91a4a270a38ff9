// How much the broker takes and keeps. In virtual time there is no bound unless a test sets one; a broker that strangers
// talk to has them all.

export interface Limits {
  /** Longest packet that it takes, in bytes. */
  packetBytes: number;
  /** Messages at QoS 1 and 2 that are out to a client and not acknowledged; and that wait behind them. */
  inFlight: number;
  queued: number;
  /** Messages of a client at QoS 1 and 2 that wait for their last answer; one more is a breach. */
  unfinished: number;
  /** Clients that are connected at a time; one more is refused. */
  clients: number;
  /** Filters that one client has subscribed to. */
  filters: number;
  /** Sessions whose client is away; the one that was away longest ends. And how many seconds each may last. */
  away: number;
  awaySeconds: number;
  /** Topics with a retained message. */
  retained: number;
  /** Retained messages that one SUBSCRIBE may have looked at. */
  effort: number;
  /** Bytes of everything that is kept, and of packets that are not whole yet, of all clients together. */
  keptBytes: number;
  partBytes: number;
  /** A connection is given so long for its CONNECT. */
  greetingMs: number;
  /** A client whose packets have taken so long waits for the others. */
  turnMs: number;
}

const ANY = Number.POSITIVE_INFINITY;

export const NO_LIMITS: Limits = {
  packetBytes: 268_435_460,
  inFlight: 20,
  queued: ANY,
  unfinished: ANY,
  clients: ANY,
  filters: ANY,
  away: ANY,
  awaySeconds: ANY,
  retained: ANY,
  effort: ANY,
  keptBytes: ANY,
  partBytes: ANY,
  greetingMs: ANY,
  turnMs: ANY,
};
