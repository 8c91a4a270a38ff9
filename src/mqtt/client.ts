// The client's record: everything that one MQTT client knows while it runs, and how bytes leave it.
//
// Nothing here does I/O or reads a clock: bytes and the time come in by call, bytes go out through `link`.
import { createRing, type Ring } from "../ring/ring.ts";
import type { Publication } from "./publication.ts";
import type { Leaving, Subscription } from "./subscriptions.ts";

/** Where the connection stands. */
export const STOPPED = 0;
/** Waiting for the network, or for the time to try again. */
export const WAITING = 1;
/** The byte stream is being opened. */
export const OPENING = 2;
/** CONNECT is out, CONNACK is not in. */
export const GREETING = 3;
export const CONNECTED = 4;

/** No PINGREQ waits for an answer. */
export const NO_PING = -1;

/** No broker is known to have a limit for packets. */
export const NO_LIMIT = 0x7fffffff;

export const PINGREQ = "\xc0\0";

/** No message is held back for want of a place in the table of identifiers. */
export const NONE_HELD = -1;
/** Identifiers of incoming messages at QoS 2 that a board remembers, of two bytes each. */
const MOST_UNRELEASED = 32;

/** No message has been seen to wait for its acknowledgement. */
export const NOTHING_OWED = -1;

/** Messages that may be out and unacknowledged. With one that waits they fill 8 slots: Lua has lists of 2, 4, 8... */
export const WINDOW = 7;

/** The byte stream; see ports/network.ts for what each may do. */
export interface Link {
  writeLink: (bytes: string) => void;
  closeLink: () => void;
}

/**
 * Whoever runs the client: what it is asked for, and what it is told. Each function is given its own host, and none may
 * call the client's `linkReceived`; nor may `dropped` publish, for the place that is being made is another message's; nor
 * `greeted`, `granted` or `skipped` end the connection, which goes on behind them.
 */
export interface ClientHost {
  /** Begins to open the link; answered by `linkOpened` or `linkClosed`, or by nothing. */
  connectLink(this: void, host: ClientHost): void;
  /** A whole number from 0 to below - 1, for the jitter of reconnects. */
  chance(this: void, host: ClientHost, below: number): number;
  /** The broker accepted; `present`: it kept the session. Returns the packets that must be sent first on each connection. */
  greeted(this: void, host: ClientHost, present: boolean): string;
  /** A connection or an attempt has ended, and why in words. */
  lost(this: void, host: ClientHost, reason: string): void;
  /** A policy dropped a kept message of this publication; why (overflow.ts). */
  dropped(this: void, host: ClientHost, publication: Publication, cause: number): void;
  /** The broker has granted a subscription less than was asked for: a lower QoS, or `REFUSED` (subscriptions.ts). */
  granted(this: void, host: ClientHost, filter: string, asked: number, granted: number): void;
  /** A message is passed over: its packet has `bytes` bytes, more than fit. "" is a topic that does not fit either. */
  skipped(this: void, host: ClientHost, topic: string, bytes: number): void;
}

export interface ClientLimits {
  /** Slots and bytes of the outgoing ring. */
  slots: number;
  bytes: number;
  /** Longest incoming packet; a longer one is skipped and counted. At least 16. */
  packetBytes: number;
  /** Bytes that may be handed to the link before it has drained. */
  linkBytes: number;
}

/** What each message needs comes first: an interpreter that keeps a record as a list finds that soonest. */
export interface Client {
  state: number;
  ring: Ring<Publication>;
  /** Bytes handed to the link since it last drained. */
  pending: number;
  linkBytes: number;
  /** When bytes last went out, when they last came in. */
  spokeAt: number;
  heardAt: number;
  /** The time of the last call that brought it, in 31-bit milliseconds (bytes/milliseconds.ts). */
  instant: number;
  link: Link;
  /** Of the stream that comes in: the beginning of a packet whose end is to come, or why none can be taken (decoder.ts). */
  rest: string;
  /** Bytes behind the fixed header of the longest packet that is taken at a glance. */
  glance: number;
  /** By their filter with its length in front, as a topic stands in a packet; those that have a wildcard, or share. */
  routes: Record<string, Subscription | undefined>;
  wildcards: Subscription[];
  /** Packet identifier of the last publish, and of the last (un)subscribe. They come from separate ranges. */
  publishId: number;
  requestId: number;
  /** Where the packet ends that the decoder looks at, when it is a long one. */
  next: number;
  /** Of a packet that is passed over: bytes up to its end or its identifier; bytes from the identifier on, or 0. */
  skip: number;
  skipTail: number;
  /** What that packet is answered with. */
  skipAnswer: number;
  /** Who take that packet's payload in parts; its topic, its identifier in two bytes or "", the bytes given and of all. */
  parted: Subscription[];
  partTopic: string;
  partId: string;
  partAt: number;
  partBytes: number;
  /** Packet identifiers of messages at QoS 2 that have come and are not released yet, two bytes each; and how many fit (unreleased.ts). */
  unreleased: string;
  mostUnreleased: number;
  /** Since when there has been no PUBREL, while messages find no place there, or `NONE_HELD`; connections in a row that ended for that. */
  heldAt: number;
  stalls: number;
  /** Whose the session was before, as far as QoS 2 is concerned (exactly-once.ts). */
  inherited: number;
  packetBytes: number;
  subscriptions: Subscription[];
  /** Filters that the broker may still have, and that are ended. */
  leaving: Leaving[];
  /** The SUBSCRIBE that waits for its answer: its packet identifier, and its filters times 65,536. 0 is none. */
  requested: number;
  requestedAt: number;
  /** CONNECT, as it is sent each time. */
  greeting: string;
  /** Milliseconds; 0 is off. */
  keepAlive: number;
  /** When the PINGREQ went out that waits for its answer, or `NO_PING`. */
  pingAt: number;
  /** Bytes of topic and payload from which on the broker ends the connection, or `NO_LIMIT` (untaken.ts). */
  untaken: number;
  /** Messages of the ring that may be out now. */
  window: number;
  /** The message that may be why, as the ring's cursor or `NOTHING_OWED`; how many connections in a row ended with it. */
  suspect: number;
  ends: number;
  /** The oldest message that is out, as the ring's cursor or `NOTHING_OWED`, and since when it was seen to be that. */
  owed: number;
  owedAt: number;
  /** When the state was entered, and how long to stay in WAITING. */
  since: number;
  pause: number;
  /** Attempts since the last stable connection. */
  attempts: number;
  /** How often the broker closed the connection since the time beside it, up to `MOST_KICKS` (ending.ts). */
  kicks: number;
  kickedAt: number;
  networkUp: boolean;
  /** Of the owner's list (brokers.ts): the broker to connect to, and the one that has the session. */
  broker: number;
  sessionAt: number;
  /** Why the last connection or attempt ended. */
  reason: string;
  /** Counters since start: connections made; messages refused, dropped, and sent once more in a new session; packets skipped. */
  connects: number;
  refusals: number;
  drops: number;
  /** The same by their cause (overflow.ts). */
  dropsBy: number[];
  repeats: number;
  skips: number;
  owner: ClientHost;
}

/** The longest length that is one byte (MQTT 3.1.1, 2.2.3). */
const LONGEST_IN_ONE_BYTE = 127;

/** A client at rest. `greeting` is its CONNECT packet; `keepAlive` the same number of seconds as in it. */
export function createClient(
  link: Link,
  owner: ClientHost,
  greeting: string,
  keepAlive: number,
  limits: ClientLimits,
): Client {
  return {
    state: STOPPED,
    ring: createRing<Publication>(limits.slots, limits.bytes),
    pending: 0,
    linkBytes: limits.linkBytes,
    spokeAt: 0,
    heardAt: 0,
    instant: 0,
    link,
    rest: "",
    glance: Math.min(LONGEST_IN_ONE_BYTE, limits.packetBytes - 2),
    routes: {},
    wildcards: [],
    publishId: 0,
    // Near the end, so that every long run goes round.
    requestId: 0x7f00,
    next: 0,
    skip: 0,
    skipTail: 0,
    skipAnswer: 0,
    parted: [],
    partTopic: "",
    partId: "",
    partAt: 0,
    partBytes: 0,
    unreleased: "",
    mostUnreleased: MOST_UNRELEASED,
    heldAt: NONE_HELD,
    stalls: 0,
    inherited: 0,
    packetBytes: limits.packetBytes,
    subscriptions: [],
    leaving: [],
    requested: 0,
    requestedAt: 0,
    greeting,
    keepAlive: keepAlive * 1000,
    pingAt: NO_PING,
    untaken: NO_LIMIT,
    window: WINDOW,
    suspect: NOTHING_OWED,
    ends: 0,
    owed: NOTHING_OWED,
    owedAt: 0,
    since: 0,
    pause: 0,
    attempts: 0,
    kicks: 0,
    kickedAt: 0,
    networkUp: false,
    broker: 0,
    sessionAt: 0,
    reason: "",
    connects: 0,
    refusals: 0,
    drops: 0,
    dropsBy: [0, 0, 0, 0, 0],
    repeats: 0,
    skips: 0,
    owner,
  };
}

/** Hands bytes to the link. @inline */
export function send(client: Client, bytes: string): void {
  sendPending(client, bytes, pendingWith(client, bytes));
}

/** Is there room for a packet before the link has drained? An idle link takes any packet. @inline */
export function hasRoom(client: Client, packet: string): boolean {
  return pendingWith(client, packet) <= client.linkBytes || client.pending === 0;
}

/** How many bytes the link holds with those of `packet`. @inline */
export function pendingWith(client: Client, packet: string): number {
  return client.pending + packet.length;
}

/** Hands bytes to the link, which then holds `pending` of them. @inline */
export function sendPending(client: Client, bytes: string, pending: number): void {
  client.pending = pending;
  client.spokeAt = client.instant;
  client.link.writeLink(bytes);
}
