// The client's record: everything that one MQTT client knows while it runs.
//
// Nothing here does I/O or reads a clock: bytes and the time come in by call, bytes go out through `link`.
import { createRing, type Ring } from "../ring/ring.ts";
import { type Alone, createAlone } from "./alone.ts";
import { type Backoff, createBackoff } from "./backoff.ts";
import { type BrokerPacketLimit, createBrokerPacketLimit } from "./broker-packet-limit.ts";
import { type ConnectionState, createConnectionState } from "./connection-state.ts";
import { createDropped, type Dropped } from "./dropped.ts";
import { type Brokers, createBrokers } from "./failover.ts";
import { createInFlight, type InFlight } from "./in-flight.ts";
import { createKeepAlive, type KeepAlive } from "./keep-alive.ts";
import { createLink, type Link, type LinkPort } from "./link.ts";
import { createOutcomes, type Outcomes } from "./outcome.ts";
import { createOverdue, type Overdue } from "./overdue.ts";
import { createOversize, type Oversize } from "./oversize.ts";
import { createPacketIds, type PacketIds } from "./packet-id.ts";
import { type Arrival, createArrival } from "./program/arrival.ts";
import { type Authentication, createAuthentication } from "./program/authentication.ts";
import { createLateAnswers, type LateAnswers } from "./program/late-answers.ts";
import { createReceivedAliases, type ReceivedAliases } from "./program/received-aliases.ts";
import type { SubscriptionIdentifiers } from "./program/subscription-identifiers.ts";
import { createUnsubscribes, type Unsubscribes } from "./program/unsubscribes.ts";
import { createProtocol, type Protocol } from "./protocol.ts";
import type { Publication } from "./publication.ts";
import { createQos2ReceivedIds, type Qos2ReceivedIds } from "./qos2-received-ids.ts";
import { createQos2Send, type Qos2Send } from "./qos2-send.ts";
import { createRequestIds, type RequestIds } from "./request-id.ts";
import { createStream, type Stream } from "./stream.ts";
import { createSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { createSuspectedRequest, type SuspectedRequest } from "./suspected-request.ts";
import type { BrokerReason } from "./version-5/broker-reason.ts";
import type { WantedAnswer } from "./version-5/wanted-answer.ts";

/**
 * The client's host: its callbacks. On a device they are in runtime/client-host.ts, in a program in
 * client/running-client.ts. Each function is given its own host.
 *
 * - None may call the client's `linkReceived`.
 * - `dropped` may not publish: the place that is being made is another message's.
 * - `greeted`, `granted` and `skipped` may not end the connection, which goes on after them.
 */
export interface ClientHost {
  /** Begins to open the link; answered by `linkOpened` or `linkClosed`, or by nothing. */
  connectLink(this: void, host: ClientHost): void;
  /** A whole number from 0 to below - 1, for the jitter of reconnects. */
  chance(this: void, host: ClientHost, below: number): number;
  /**
   * The broker accepted; `present`: it kept the session. Returns the packets that must be sent first on each
   * connection.
   */
  greeted(this: void, host: ClientHost, present: boolean): string;
  /** A connection or an attempt has ended, and why in words. */
  lost(this: void, host: ClientHost, reason: string): void;
  /** A policy has dropped a kept message of this publication, for this reason (dropped.ts). */
  dropped(this: void, host: ClientHost, publication: Publication, cause: number): void;
  /**
   * The broker has granted less for a subscription than was requested: a lower QoS, or nothing, from
   * `FILTER_REFUSED` (subscriptions.ts) on. From `LEFT_LONG` (subscription-stage.ts) on, the client does not
   * request it any more.
   */
  granted(this: void, host: ClientHost, filter: string, asked: number, granted: number): void;
  /**
   * A message of `bytes` bytes is passed over, because it does not fit. The topic is "" when that does not
   * fit either.
   */
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

/**
 * Each record in the client is written by the file that declares it, and by no other. The records that each
 * message needs come first: an interpreter that keeps a record as a list finds those soonest.
 */
export interface Client {
  /** @inline */
  connection: ConnectionState;
  ring: Ring<Publication>;
  /** @inline */
  alone: Alone;
  /** @inline */
  link: Link;
  /** @inline */
  keepAlive: KeepAlive;
  /** The time of the last call that brought it, in 31-bit milliseconds (bytes/milliseconds.ts). */
  instant: number;
  /** @inline */
  stream: Stream;
  /** @inline */
  subscriptions: Subscriptions;
  /** @inline */
  requestIds: RequestIds;
  /** @inline */
  unsubscribes: Unsubscribes;
  /** @inline */
  arrival: Arrival;
  /** @inline */
  receivedAliases: ReceivedAliases;
  /** @inline */
  authentication: Authentication;
  /** @inline */
  lateAnswers: LateAnswers;
  /** Reason of the newest answer that can refuse, in 5.0. */
  brokerReason: BrokerReason | undefined;
  /** Where its subscriptions have identifiers, in 5.0. */
  identifiers: SubscriptionIdentifiers | undefined;
  /** Where its owner answers messages, in 5.0. */
  wantedAnswer: WantedAnswer | undefined;
  /**
   * In 5.0 the correlation data of the message that is being delivered; `undefined` where nobody asks
   * questions (version-5/answer-data.ts).
   */
  answerData: string | undefined;
  /** @inline */
  packetIds: PacketIds;
  /** @inline */
  outcomes: Outcomes;
  /** @inline */
  oversize: Oversize;
  /** @inline */
  qos2ReceivedIds: Qos2ReceivedIds;
  /** @inline */
  qos2Send: Qos2Send;
  packetBytes: number;
  /** CONNECT, as it is sent each time. */
  greeting: string;
  /** @inline */
  protocol: Protocol;
  /** @inline */
  inFlight: InFlight;
  /** @inline */
  brokerPacketLimit: BrokerPacketLimit;
  /** @inline */
  suspectedRequest: SuspectedRequest;
  /** @inline */
  overdue: Overdue;
  /** @inline */
  backoff: Backoff;
  /** @inline */
  brokers: Brokers;
  /** @inline */
  dropped: Dropped;
  owner: ClientHost;
}

/** A client at rest. `greeting` is its CONNECT packet; `keepAlive` the same number of seconds as in it. */
export function createClient(
  port: LinkPort,
  owner: ClientHost,
  greeting: string,
  keepAlive: number,
  limits: ClientLimits,
): Client {
  return {
    connection: createConnectionState(),
    ring: createRing<Publication>(limits.slots, limits.bytes),
    alone: createAlone(),
    link: createLink(port, limits.linkBytes),
    keepAlive: createKeepAlive(keepAlive),
    instant: 0,
    stream: createStream(limits.packetBytes),
    subscriptions: createSubscriptions(),
    requestIds: createRequestIds(),
    unsubscribes: createUnsubscribes(),
    arrival: createArrival(),
    receivedAliases: createReceivedAliases(),
    authentication: createAuthentication(),
    lateAnswers: createLateAnswers(),
    brokerReason: undefined,
    identifiers: undefined,
    wantedAnswer: undefined,
    answerData: undefined,
    packetIds: createPacketIds(),
    outcomes: createOutcomes(),
    oversize: createOversize(),
    qos2ReceivedIds: createQos2ReceivedIds(),
    qos2Send: createQos2Send(),
    packetBytes: limits.packetBytes,
    greeting,
    protocol: createProtocol(greeting),
    inFlight: createInFlight(),
    brokerPacketLimit: createBrokerPacketLimit(),
    suspectedRequest: createSuspectedRequest(),
    overdue: createOverdue(),
    backoff: createBackoff(),
    brokers: createBrokers(),
    dropped: createDropped(),
    owner,
  };
}

/** The time, as the client's host knows it. @inline */
export function setTime(client: Client, now: number): void {
  client.instant = now;
}

/** Takes another CONNECT packet, for the next connection on. */
export function greetWith(client: Client, greeting: string): void {
  client.greeting = greeting;
}
