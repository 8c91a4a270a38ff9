// Misbehaviour of the broker model towards its clients, which a test may change during a run; and faults
// drawn from a seed.
import type { IConnectPacket, Packet } from "mqtt-packet";
import { createRandom } from "../../../src/platform/node/random.ts";
import type { Exchange } from "./authentication.ts";
import type { Qos } from "./message.ts";
import type { Welcome } from "./protocol.ts";
import type { Misbehave } from "./sender.ts";

export interface Behaviour {
  /** The return code for a CONNECT; 0 admits the client. */
  admits: (connect: IConnectPacket) => number;
  /** CONNACK values that replace those of its limits. */
  welcomes: (connect: IConnectPacket) => Welcome;
  /**
   * An authentication exchange of MQTT 5.0 by this method, before `admits`; undefined for an unsupported
   * method.
   */
  authenticates: (method: string) => Exchange | undefined;
  /** The QoS granted to a filter, or 0x80 to refuse it. */
  grants: (filter: string, qos: Qos, clientId: string) => number;
  /** The fate of each outgoing packet. */
  misbehaves: Misbehave;
  /** Does this packet make the broker end the connection silently? */
  ends: Ends;
}

type Ends = (packet: Packet) => boolean;

/** A well-behaved broker: admits every client, grants every request, and sends every answer. */
export const CORRECT_BEHAVIOUR: Readonly<Behaviour> = {
  admits: () => 0,
  welcomes: () => ({}),
  authenticates: () => undefined,
  grants: (_filter, qos) => qos,
  misbehaves: () => undefined,
  ends: () => false,
};

/**
 * Reasons for which brokers end connections. AWS does so for a topic outside its policy, for QoS 2, and for a
 * ninth filter in a packet.
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
  /** A packet with more bytes after its fixed header. */
  bytes:
    (most: number): Ends =>
    ({ length = 0 }) =>
      length > most,
};

/** Withholds packets of these kinds; `Broker.send` can send them later. An empty list withholds nothing. */
export function withholding(...kinds: Packet["cmd"][]): Misbehave {
  return ({ cmd }) => (kinds.includes(cmd) ? "drop" : undefined);
}

/** The frequency of a faulty fate: one in so many packets; 0 for never. */
export interface Odds {
  dropped: number;
  doubled: number;
  closed: number;
  late: number;
  overtaken: number;
  /** The longest delay of a packet, in milliseconds. */
  longestMs: number;
}

/** Faults about once a minute, within the rules of the protocol. */
const SLOPPY: Odds = { dropped: 0, doubled: 0, closed: 40, late: 4, overtaken: 0, longestMs: 3000 };

/** Misbehaviour drawn from a seed. `concerns` selects the affected packets; default all. */
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
