// The connection's life: when to connect, when to ping, when to give up, how long to wait (MQTT 3.1.1,
// 3.1.2.10).
import { elapsed } from "../bytes/milliseconds.ts";
import { AUTHENTICATION, MQTT5, SERVER_REFERENCES } from "../features.ts";
import { expectShortPause, LONGEST_PAUSE_MS, pauseBeforeNext } from "./backoff.ts";
import { pollConnected, SLOW_PORT } from "./broker-deadlines.ts";
import { type Client, setTime } from "./client.ts";
import { DISCONNECT_PACKET } from "./connect-packet.ts";
import { forgetLink, lose } from "./connection-end.ts";
import { ANSWER_MS, enter, isConnected, noteNetwork, OPENING, STOPPED, WAITING } from "./connection-state.ts";
import { dropExpired } from "./deadline.ts";
import { send } from "./link.ts";
import { waitsForPort } from "./program/authentication.ts";
import { noteReasonCode, noteReference } from "./protocol.ts";

/** How long the stream may take to open: TLS on a small chip takes seconds. */
const OPEN_MS = 30000;

/** Begins: from now on there is a connection, an attempt, or a pause before the next one. */
export function connect(client: Client, now: number): void {
  setTime(client, now);
  pauseBeforeNext(client);
}

/** The network can be used, or cannot be used any more. @cold */
export function networkChanged(client: Client, up: boolean, now: number): void {
  setTime(client, now);
  noteNetwork(client, up);
  if (!up && client.connection.state > WAITING) lose(client, "network is down");
  else if (up && client.connection.state === WAITING) {
    // A new network is a new chance.
    expectShortPause(client);
    pauseBeforeNext(client);
  }
}

/** Does all that is due. Returns the milliseconds until the next call is needed, at least 1. */
export function pollConnection(client: Client, now: number): number {
  setTime(client, now);
  if (isConnected(client)) return pollConnected(client, now);
  return pollUnconnected(client);
}

/** Milliseconds to stay in a state on the way to CONNECTED. */
function patience(client: Client): number {
  const state = client.connection.state;
  if (state === WAITING) return client.backoff.pause;
  return state === OPENING ? OPEN_MS : ANSWER_MS;
}

/** @cold @connecting */
function pollUnconnected(client: Client): number {
  // Looked at now and then, stopped as well: a clock that wraps would make old messages young again.
  dropExpired(client);
  if (client.connection.state === STOPPED) return LONGEST_PAUSE_MS;
  const left = patience(client) - elapsed(client.instant, client.connection.since);
  if (left > 0) return left;
  if (client.connection.state === WAITING) {
    if (!client.connection.networkUp) return LONGEST_PAUSE_MS;
    // What the broker said last is not of this attempt, which may end without a word of a broker.
    if (MQTT5) noteReasonCode(client, 0);
    if (MQTT5 && SERVER_REFERENCES) noteReference(client, "");
    enter(client, OPENING);
    client.owner.connectLink(client.owner);
    return OPEN_MS;
  }
  if (MQTT5 && AUTHENTICATION && waitsForPort(client)) lose(client, SLOW_PORT);
  else
    lose(
      client,
      client.connection.state === OPENING ? "broker does not answer" : "broker is silent after CONNECT",
    );
  return client.backoff.pause;
}

/**
 * Ends orderly: DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3]. `last` are packets to go out
 * before it.
 */
export function disconnect(client: Client, last: string, now: number): void {
  setTime(client, now);
  if (isConnected(client)) send(client, last + DISCONNECT_PACKET);
  if (client.connection.state > WAITING) client.link.port.closeLink();
  forgetLink(client);
  enter(client, STOPPED);
}
