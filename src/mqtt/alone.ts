// A message at QoS 1 that is out alone: it went out at once, on a connection that stands, past an empty ring.
// Most are acknowledged before the next one comes. Whatever needs it in the ring has it put there
// (`joinRing`), as the message that it would be: out, and the oldest. So none is alone where no connection
// stands, or where others are kept.
import { elapsed } from "../bytes/milliseconds.ts";
import { CLIENT_COUNTERS } from "../features.ts";
import { notePeak, putOut } from "../ring/ring.ts";
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { publishedAs } from "./handshake.ts";
import { ACKNOWLEDGE_MS, noteOldest } from "./overdue.ts";
import type { Publication } from "./publication.ts";

export interface Alone {
  /** Its packet identifier, or one of the two below. */
  id: number;
  payload: string | undefined;
  publication: Publication | undefined;
  /** When it went out. */
  wentOutAt: number;
  /** How many have been acknowledged, where somebody asks. */
  acknowledged: number;
}

const NONE_ALONE = 0;
/** The client keeps each message in its ring. */
const NEVER_ALONE = -1;

export function createAlone(): Alone {
  return {
    id: NONE_ALONE,
    payload: undefined,
    publication: undefined,
    wentOutAt: 0,
    acknowledged: 0,
  };
}

/** From now on each message at QoS 1 is kept in the ring, where its sender looks for it. */
export function keepInRing(client: Client): void {
  client.alone.id = NEVER_ALONE;
}

/** May another message go out alone, if the ring is empty? @inline */
export function mayBeAlone(client: Client): boolean {
  return client.alone.id === NONE_ALONE;
}

/** @inline */
export function isAlone(client: Client): boolean {
  return client.alone.id > NONE_ALONE;
}

/** Is the message of this publication out alone? */
export function isAloneOf(client: Client, publication: Publication): boolean {
  return isAlone(client) && client.alone.publication === publication;
}

/** Bytes of its payload; 0 where there is none. */
export function bytesAlone(client: Client): number {
  return client.alone.payload === undefined ? 0 : client.alone.payload.length;
}

/**
 * Holds the message that has gone out under `id`. Its publish is over: one that an engine stops before may be
 * lost. @inline
 */
export function holdAlone(client: Client, publication: Publication, payload: string, id: number): void {
  client.alone.payload = payload;
  client.alone.publication = publication;
  client.alone.wentOutAt = client.instant;
  client.alone.id = id;
  if (CLIENT_COUNTERS) notePeak(client.ring, payload.length);
}

/** Milliseconds until it must be acknowledged: 0 or less when it is not. @inline */
export function untilAloneEnds(client: Client, now: number): number {
  return ACKNOWLEDGE_MS - elapsed(now, client.alone.wentOutAt);
}

/** The broker has it. @inline */
export function endAlone(client: Client): void {
  client.alone.id = NONE_ALONE;
  client.alone.payload = undefined;
  if (CLIENT_COUNTERS) client.alone.acknowledged += 1;
}

/**
 * The message that is out alone goes into the ring. An engine that stops in between finds it alone, and comes
 * again. @cold
 */
export function joinRing(client: Client): void {
  const ring = client.ring;
  const since = client.alone.wentOutAt;
  const payload = client.alone.payload as string;
  putOut(ring, client.alone.publication as Publication, payload, publishedAs(client.alone.id), since);
  if (isConnected(client)) noteOldest(client, ring.done, since);
  client.alone.id = NONE_ALONE;
  client.alone.payload = undefined;
}
