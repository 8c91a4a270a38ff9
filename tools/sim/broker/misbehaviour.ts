// Misbehaviour of the broker model towards its clients, which a test may change while it runs;
// and faults drawn from a seed.
import type { IConnectPacket, Packet } from "mqtt-packet";
import { createRandom } from "../../../src/platform/node/random.ts";
import type { Exchange } from "./authentication.ts";
import type { Qos } from "./message.ts";
import type { Welcome } from "./protocol.ts";
import type { Misbehave } from "./sender.ts";

export interface Behaviour {
  /** The return code for a CONNECT; 0 lets it in. */
  admits: (connect: IConnectPacket) => number;
  /** Values of its CONNACK that replace those of its limits. */
  welcomes: (connect: IConnectPacket) => Welcome;
  /**
   * An exchange by this method of MQTT 5.0's authentication, before `admits`; undefined: the broker does not
   * have it.
   */
  authenticates: (method: string) => Exchange | undefined;
  /** The QoS that a filter is granted, or 0x80, which refuses it. */
  grants: (filter: string, qos: Qos, clientId: string) => number;
  /** The fate of each packet that it is about to send. */
  misbehaves: Misbehave;
  /** Does it end the connection, without a word, when this packet comes? */
  ends: Ends;
}

type Ends = (packet: Packet) => boolean;

/** Lets everybody in, grants every request, and sends all that it should. */
export const CORRECT_BEHAVIOUR: Readonly<Behaviour> = {
  admits: () => 0,
  welcomes: () => ({}),
  authenticates: () => undefined,
  grants: (_filter, qos) => qos,
  misbehaves: () => undefined,
  ends: () => false,
};

/**
 * Reasons for which brokers end connections: AWS for a topic that its policy does not allow, for QoS 2 and
 * for a ninth filter in a packet.
 */
export const endsAt = {
  topic:
    (...topics: string[]): Ends =>
    (packet) =>
      packet.cmd === "publish" && topics.includes(packet.topic),
  qos2: ((packet) => packet.cmd === "publish" && packet.qos === 2) satisfies Ends,
  retained: ((packet) => packet.cmd === "publish" && packet.retain) satisfies Ends,
  filter:
    (filter: string): Ends =>
    (packet) =>
      packet.cmd === "subscribe" && packet.subscriptions.some(({ topic }) => topic === filter),
  filters:
    (most: number): Ends =>
    (packet) =>
      packet.cmd === "subscribe" && packet.subscriptions.length > most,
  /** A packet with more bytes behind its fixed header. */
  bytes:
    (most: number): Ends =>
    ({ length = 0 }) =>
      length > most,
};

/**
 * Never sends packets of these kinds by itself: `Broker.send` can, later. An empty list withholds nothing.
 */
export function withholding(...kinds: Packet["cmd"][]): Misbehave {
  return ({ cmd }) => (kinds.includes(cmd) ? "drop" : undefined);
}

/** The frequency of a faulty fate: one packet in so many; 0 is never. */
export interface Odds {
  dropped: number;
  doubled: number;
  closed: number;
  late: number;
  overtaken: number;
  /** The longest that a packet is late, in milliseconds. */
  longestMs: number;
}

/** A broker with whom hardly a minute passes without a fault, that keeps to the protocol all the same. */
const SLOPPY: Odds = { dropped: 0, doubled: 0, closed: 40, late: 4, overtaken: 0, longestMs: 3000 };

/** Misbehaves as drawn from a seed. `concerns` says which packets may be affected: default all of them. */
export function misbehaveBySeed(
  seed: number,
  odds: Odds = SLOPPY,
  concerns: (packet: Packet) => boolean = () => true,
): Misbehave {
  const random = createRandom(seed ^ 0x6d616e6e);
  return (packet) => {
    if (!concerns(packet)) return undefined;
    if (random.once(odds.dropped)) return "drop";
    if (random.once(odds.doubled)) return "double";
    if (random.once(odds.closed)) return "close";
    if (random.once(odds.late)) return { delayMs: random.between(1, odds.longestMs) };
    if (random.once(odds.overtaken)) return { overtakenMs: random.between(1, odds.longestMs) };
    return undefined;
  };
}
