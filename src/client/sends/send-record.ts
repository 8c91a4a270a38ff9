// One message of a program that is sent with a promise.
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Client } from "../../mqtt/client.ts";
import { expireAfter, type Publication, topicOf } from "../../mqtt/publication.ts";
import type { Signal } from "../aborting.ts";
import type { BrokerRefusal } from "../faults/broker-refusal.ts";
import { SendError } from "../faults/errors.ts";
import { textOf } from "../text.ts";

/** A message that was delivered. */
export interface SentMessage {
  /**
   * The packet identifier that it was sent under, 1 to 65,535; 0 at QoS 0. The broker's log shows it, and
   * another message may have it from now on.
   */
  id: number;
  /** 16 (0x10) where a broker of MQTT 5.0 has the message, and no subscription takes it; otherwise absent. */
  reasonCode?: number;
}

/** Options of a send. */
export interface Manner {
  /** Does it wait for room, for a link that takes it, for the broker? Otherwise it is refused at once. */
  waits: boolean;
  signal?: Signal | undefined;
  /** The moment at which a deadline is over that the publication does not have (long-deadline.ts). */
  until?: number | undefined;
  /**
   * Would the message be of no use to the next process, because nobody there waits for its answer? Then no
   * store has it.
   */
  isOfThisProcess?: boolean;
  /** Does its sender leave the bytes of the payload as they are until its promise is settled? */
  isLent?: boolean;
}

export interface Send {
  /**
   * A publication of its own for each message: by it the client knows which message it has dropped. A full
   * ring drops none of them.
   */
  publication: Publication;
  /** One character a byte. */
  payload: string;
  /** Does it wait for room, for a link that takes it, for the broker? Otherwise it is refused at once. */
  waits: boolean;
  /**
   * The moment at which it was handed over, and the milliseconds that it may wait from then on; 0 is for
   * ever.
   */
  since: number;
  deadline: number;
  /** Its number in the store; `NOT_STORED` for one at QoS 0, or without a store. */
  number: number;
  /** The packet identifier that it was last seen with. */
  id: number;
  /** The publication's, without what is left of a long deadline. */
  properties: string;
  /**
   * For a message of an earlier process, or with a long deadline: its end by the computer's clock, in
   * milliseconds since 1970.
   */
  until: number | undefined;
  /** Does a caller hold its promise? Not for a message of an earlier process. */
  isPromised: boolean;
  resolve: (sent: SentMessage) => void;
  reject: (reason: unknown) => void;
}

export const NOT_STORED = 0;

/** Has it waited for room until the end of its deadline? */
export function isLate(client: Client, send: Send): boolean {
  if (send.deadline === 0) return send.until !== undefined && send.until <= Date.now();
  return waited(client, send) > send.deadline;
}

/** It gets a place in the ring, where it may wait for less than at first. */
export function lessWaited(client: Client, send: Send): void {
  const { deadline, publication } = send;
  if (deadline > 0) expireAfter(publication, Math.max(1, deadline - waited(client, send)));
}

export function errorFor({ publication }: Send, why: string, refusal?: BrokerRefusal): SendError {
  return new SendError(textOf(topicOf(publication)), why, refusal);
}

function waited(client: Client, { since }: Send): number {
  return elapsed(client.instant, since);
}
