// Enhanced authentication (MQTT 5.0, 4.12): the method of a client, and how far its exchange with the broker
// is.
//
//   NONE -> BEGINNING -> BROKERS_TURN -> FINISHING -> PROVEN -> NONE
//                          |      ^
//                          v      |
//                         ANSWERING
import { elapsed, isSince } from "../../bytes/milliseconds.ts";
import type { Client } from "../client.ts";
import { ANSWER_MS } from "../connection-state.ts";

/** No exchange is under way. */
export const NONE = 0;
/** The port computes the data that the exchange begins with. */
export const BEGINNING = 1;
/** The broker has to ask for more, or to accept. */
export const BROKERS_TURN = 2;
/** The port computes an answer. */
export const ANSWERING = 3;
/** The broker has accepted, and the port checks the broker's proof. */
export const FINISHING = 4;
/** The port has accepted that proof. */
export const PROVEN = 5;

export type Progress =
  | typeof NONE
  | typeof BEGINNING
  | typeof BROKERS_TURN
  | typeof ANSWERING
  | typeof FINISHING
  | typeof PROVEN;

/**
 * The port that computes the data of one method. Each function is given its own port and the number of the
 * exchange. It answers by a function of authentication-answers.ts with that number, at once or later. Data
 * are byte strings, "" where there are none.
 */
export interface AuthenticationPort {
  /** An exchange begins: `begun`. */
  begin(this: void, port: AuthenticationPort, exchange: number): void;
  /** The broker goes on with `data`: `answered`. */
  answer(this: void, port: AuthenticationPort, exchange: number, data: string): void;
  /** The broker has accepted, with `data`: `finished`. */
  finish(this: void, port: AuthenticationPort, exchange: number, data: string): void;
}

export interface Authentication {
  /** The name of the method for the broker, in UTF-8; "" is none. */
  method: string;
  port: AuthenticationPort | undefined;
  progress: Progress;
  /** Counts exchanges: a late answer for one that has ended is ignored. */
  exchange: number;
  /** When it began. */
  since: number;
}

export function createAuthentication(): Authentication {
  return { method: "", port: undefined, progress: NONE, exchange: 0, since: 0 };
}

/** From the next connection on, the client authenticates by `method`, whose data `port` computes. */
export function authenticateBy(client: Client, method: string, port: AuthenticationPort): void {
  client.authentication.method = method;
  client.authentication.port = port;
}

/** Has the client a method? */
export function hasMethod(client: Client): boolean {
  return client.authentication.method !== "";
}

/** Does the exchange wait for this? */
export function isAt(client: Client, progress: Progress): boolean {
  return client.authentication.progress === progress;
}

/** Is an exchange with this number under way, and does it wait for this? */
export function isExchangeAt(client: Client, exchange: number, progress: Progress): boolean {
  return client.authentication.exchange === exchange && isAt(client, progress);
}

export function advanceTo(client: Client, progress: Progress): void {
  client.authentication.progress = progress;
}

/** An exchange begins. */
export function beginExchange(client: Client): void {
  const { authentication } = client;
  authentication.progress = BEGINNING;
  authentication.since = client.instant;
  authentication.port?.begin(authentication.port, authentication.exchange);
}

/** The exchange is over, or its connection is: a late answer of the port is ignored. */
export function endExchange(client: Client): void {
  client.authentication.progress = NONE;
  client.authentication.exchange += 1;
}

/** Milliseconds that an exchange may still take: 0 or less when its time is up. */
export function untilAuthenticated(client: Client): number {
  return ANSWER_MS - elapsed(client.instant, client.authentication.since);
}

/** If the exchange began since `since`, its time begins at `from`. */
export function awaitAuthenticationAnew(client: Client, since: number, from: number): void {
  if (isSince(client.authentication.since, since)) client.authentication.since = from;
}

/** Is the exchange held up by the port, and not by the broker? */
export function waitsForPort(client: Client): boolean {
  return isAt(client, BEGINNING) || isAt(client, ANSWERING) || isAt(client, FINISHING);
}
