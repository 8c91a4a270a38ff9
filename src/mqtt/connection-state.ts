// The state of a connection, since when it lasts, and why the last connection ended.
//
//   WAITING -> OPENING -> GREETING -> CONNECTED -> WAITING ...
import { isSince } from "../bytes/milliseconds.ts";
import type { Client } from "./client.ts";

export const STOPPED = 0;
/** Waiting for the network, or for the time to try again. */
export const WAITING = 1;
/** The byte stream is being opened. */
export const OPENING = 2;
/** CONNECT is out, CONNACK is not in. */
export const GREETING = 3;
export const CONNECTED = 4;

/** How long the broker may take to answer a packet. */
export const ANSWER_MS = 10000;

/** Where a connection stands: further on is greater. */
export type ConnectionStage =
  | typeof STOPPED
  | typeof WAITING
  | typeof OPENING
  | typeof GREETING
  | typeof CONNECTED;

export interface ConnectionState {
  state: ConnectionStage;
  /** When it was entered. */
  since: number;
  networkUp: boolean;
  /** Connections made since the start. */
  connects: number;
  /** Why the last connection or attempt ended. */
  reason: string;
}

/** A client at rest. */
export function createConnectionState(): ConnectionState {
  return { state: STOPPED, since: 0, networkUp: false, connects: 0, reason: "" };
}

/** @inline */
export function isConnected(client: Client): boolean {
  return client.connection.state === CONNECTED;
}

/** Is CONNECT out, or answered? */
export function hasSentConnect(client: Client): boolean {
  return client.connection.state >= GREETING;
}

/** A state begins now. */
export function enter(client: Client, state: ConnectionStage): void {
  client.connection.state = state;
  client.connection.since = client.instant;
}

/** The broker has accepted. */
export function enterConnected(client: Client): void {
  enter(client, CONNECTED);
  client.connection.connects += 1;
}

/** Stops without telling anyone; nothing that comes after this is taken. */
export function abandon(client: Client): void {
  enter(client, STOPPED);
}

export function noteNetwork(client: Client, up: boolean): void {
  client.connection.networkUp = up;
}

export function noteReason(client: Client, reason: string): void {
  client.connection.reason = reason;
}

/** If CONNECT went out since `since`, the time for its CONNACK begins at `from`. */
export function awaitConnackAnew(client: Client, since: number, from: number): void {
  const { connection } = client;
  if (connection.state === GREETING && isSince(connection.since, since)) connection.since = from;
}
