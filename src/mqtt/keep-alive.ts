// Keep-alive: when the line was heard last, and the PINGREQ that waits for its answer (MQTT 3.1.1, 3.1.2.10).
import { isSince } from "../bytes/milliseconds.ts";
import { WIDE_WINDOW } from "../features.ts";
import type { Client } from "./client.ts";
import { send } from "./link.ts";

const PINGREQ = "\xc0\0";

/** No PINGREQ waits for an answer. */
const NO_PING = -1;

export interface KeepAlive {
  /** When bytes last came in. */
  heardAt: number;
  /** Milliseconds; 0 is off. */
  interval: number;
  /** When the PINGREQ went out that waits for its answer, or `NO_PING`. */
  pingAt: number;
  /** PINGRESPs that have come, where a program counts them. */
  answers: number;
}

/** `seconds` as in CONNECT: 0 (off) to 65,535. */
export function createKeepAlive(seconds: number): KeepAlive {
  return { heardAt: 0, interval: seconds * 1000, pingAt: NO_PING, answers: 0 };
}

/** The time that holds from now on, in seconds as in CONNECT: in 5.0 the broker may set another one. */
export function adoptKeepAlive(client: Client, seconds: number): void {
  client.keepAlive.interval = seconds * 1000;
}

/** Bytes have come in at `now`, or the stream has opened. @inline */
export function heard(client: Client, now: number): void {
  client.keepAlive.heardAt = now;
}

/** @cold */
export function ping(client: Client): void {
  client.keepAlive.pingAt = client.instant;
  send(client, PINGREQ);
}

/** PINGRESP has come; or the link is gone, on which it would have. @inline */
export function endPing(client: Client): void {
  client.keepAlive.pingAt = NO_PING;
}

/** PINGRESP has come. @cold */
export function pingAnswered(client: Client): void {
  if (WIDE_WINDOW) client.keepAlive.answers += 1;
  endPing(client);
}

/** Does a PINGREQ wait for its answer? @inline */
export function isPinging(client: Client): boolean {
  return client.keepAlive.pingAt !== NO_PING;
}

/** If the PINGREQ went out since `since`, the time for its answer begins at `from`. */
export function awaitPingrespAnew(client: Client, since: number, from: number): void {
  if (isPinging(client) && isSince(client.keepAlive.pingAt, since)) client.keepAlive.pingAt = from;
}
