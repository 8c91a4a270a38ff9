// Messages that were kept and did not reach the broker: each is counted and named, with its cause.
import { CLIENT_COUNTERS, JOURNAL, MQTT5 } from "../features.ts";
import type { Client } from "./client.ts";
import type { Publication } from "./publication.ts";

/** Reasons for dropping a kept message. It made room for a newer one, or for one of a higher priority: */
export const DROPPED_OLDEST = 0;
/** A newer one came on its topic, whose policy is "latest". */
export const DROPPED_REPLACED = 1;
/** Its topic is thinned out. */
export const DROPPED_THINNED = 2;
/** It was not sent within its deadline. */
export const DROPPED_EXPIRED = 3;
/**
 * The broker ends each connection at this message (broker-packet-limit.ts), or has said in 5.0 that it is too
 * long.
 */
export const DROPPED_UNTAKEN = 4;
/** The broker has refused it, in 5.0. */
export const DROPPED_REFUSED = 5;

/** There was no room to keep it through a power cut. */
export const DROPPED_UNKEPT = 6;
/** An earlier image has kept it, and this one has no publication for it. */
export const DROPPED_UNOWNED = 7;

export interface Dropped {
  /** Messages dropped since the start, and the same by their cause. */
  total: number;
  byCause: number[];
  /** The words of the broker's newest refusal. */
  refusal: string;
}

export function createDropped(): Dropped {
  return {
    total: 0,
    byCause: JOURNAL ? [0, 0, 0, 0, 0, 0, 0, 0] : MQTT5 ? [0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0],
    refusal: "",
  };
}

/** The broker refuses the message that is dropped next. */
export function noteRefusal(client: Client, words: string): void {
  client.dropped.refusal = words;
}

/** A policy has dropped a message: it is counted, and named to the application. @cold */
export function drop(client: Client, publication: Publication, cause: number): void {
  client.dropped.total += 1;
  if (CLIENT_COUNTERS) client.dropped.byCause[cause] += 1;
  client.owner.dropped(client.owner, publication, cause);
}
