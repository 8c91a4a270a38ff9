// The connection's life: when to connect, when to ping, when to give up, how long to wait (MQTT 3.1.1,
// 3.1.2.10).
import { elapsed } from "../bytes/milliseconds.ts";
import { AUTHENTICATION, MQTT5, QOS1, QOS2, SERVER_REFERENCES, UNSUBSCRIBES } from "../features.ts";
import { isAlone, untilAloneEnds } from "./alone.ts";
import { expectShortPause, LONGEST_PAUSE_MS, pauseBeforeNext } from "./backoff.ts";
import { awaitsSign, endTrial } from "./broker-packet-limit.ts";
import { type Client, setTime } from "./client.ts";
import { DISCONNECT_PACKET } from "./connect-packet.ts";
import { forgetLink, lose, loseForAnother } from "./connection-end.ts";
import { ANSWER_MS, enter, isConnected, noteNetwork, OPENING, STOPPED, WAITING } from "./connection-state.ts";
import { dropExpired } from "./deadline.ts";
import { isNarrowed } from "./in-flight.ts";
import { endPing, isPinging, ping } from "./keep-alive.ts";
import { send } from "./link.ts";
import { seeOldest, untilAcknowledged } from "./overdue.ts";
import { isAt, NONE, untilAuthenticated, waitsForPort } from "./program/authentication.ts";
import { oldestUnsubscribe, type Unsubscribe, untilUnsuback } from "./program/unsubscribes.ts";
import { noteReasonCode, noteReference } from "./protocol.ts";
import { countStall, holdsBack, untilReleased } from "./qos2-received-ids.ts";
import { isReleasing } from "./qos2-send.ts";
import { awaitsSuback, untilSuback } from "./subscriptions.ts";

/** How long the stream may take to open: TLS on a small chip takes seconds. */
const OPEN_MS = 30000;
/** The client's own port has not answered. */
const SLOW_PORT = "authentication takes longer than 10 seconds";

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
 * Loses the connection when a deadline has passed; the deadlines in their order. Each function returns the
 * milliseconds left, 0 or less when it has lost the connection.
 */
function pollConnected(client: Client, now: number): number {
  let next = LONGEST_PAUSE_MS;
  if (awaitsSuback(client)) next = pollSuback(client, now);
  if (QOS1 && next > 0 && isNarrowed(client)) next = Math.min(next, pollTrial(client));
  if (QOS1 && next > 0 && isOwed(client)) next = Math.min(next, pollAcknowledgement(client, now));
  if (QOS2 && next > 0 && holdsBack(client)) next = Math.min(next, pollRelease(client));
  if (MQTT5 && AUTHENTICATION && next > 0) next = Math.min(next, pollExchange(client));
  const unsubscribe = UNSUBSCRIBES ? oldestUnsubscribe(client) : undefined;
  if (unsubscribe !== undefined && next > 0) next = Math.min(next, pollUnsuback(client, unsubscribe, now));
  if (next <= 0) return client.backoff.pause;
  return pollKeepAlive(client, next, now);
}

function pollSuback(client: Client, now: number): number {
  const left = untilSuback(client, now);
  if (left <= 0) lose(client, "broker does not answer SUBSCRIBE");
  return left;
}

/** Ends a trial that is decided. The connection has to show that it carries. @cold */
function pollTrial(client: Client): number {
  endTrial(client);
  if (!awaitsSign(client)) return LONGEST_PAUSE_MS;
  const left = ANSWER_MS - elapsed(client.instant, client.connection.since);
  if (left <= 0) lose(client, "broker does not answer PINGREQ");
  return left;
}

/** Is something out that the broker has to acknowledge? */
function isOwed(client: Client): boolean {
  return isAlone(client) || client.ring.done !== client.ring.sent || (QOS2 && isReleasing(client));
}

/**
 * Nothing is sent again on a connection that stands, and a broker that does not acknowledge has lost its way.
 */
function pollAcknowledgement(client: Client, now: number): number {
  if (!isAlone(client)) seeOldest(client);
  const left = isAlone(client) ? untilAloneEnds(client, now) : untilAcknowledged(client, now);
  if (left <= 0) lose(client, "broker does not acknowledge");
  return left;
}

function pollRelease(client: Client): number {
  const left = untilReleased(client);
  if (left <= 0) {
    countStall(client);
    loseForAnother(client, "broker does not release messages of QoS 2");
  }
  return left;
}

/** @cold */
function pollExchange(client: Client): number {
  if (isAt(client, NONE)) return LONGEST_PAUSE_MS;
  const left = untilAuthenticated(client);
  if (left <= 0) lose(client, waitsForPort(client) ? SLOW_PORT : "broker does not answer AUTH");
  return left;
}

function pollUnsuback(client: Client, unsubscribe: Unsubscribe, now: number): number {
  const left = untilUnsuback(unsubscribe, now);
  if (left <= 0) lose(client, "broker does not answer UNSUBSCRIBE");
  return left;
}

/**
 * A ping goes out when the line was idle in either direction for three quarters of the keep-alive time: idle
 * outwards, because the broker wants to hear us [MQTT-3.1.2-23]; idle inwards, because a device that only
 * sends would never notice a dead link. Whatever comes in is an answer; nothing for half the time ends the
 * connection.
 */
function pollKeepAlive(client: Client, next: number, now: number): number {
  const interval = client.keepAlive.interval;
  if (interval === 0) return next;
  const idle = interval - (interval >> 2);
  const patience = interval >> 1;
  if (isPinging(client)) {
    const waited = elapsed(now, client.keepAlive.pingAt);
    if (elapsed(now, client.keepAlive.heardAt) >= waited) {
      if (waited >= patience) {
        lose(client, "broker does not answer PINGREQ");
        return client.backoff.pause;
      }
      return Math.min(next, patience - waited);
    }
    endPing(client);
  }
  const quiet = Math.max(elapsed(now, client.link.spokeAt), elapsed(now, client.keepAlive.heardAt));
  if (quiet < idle) return Math.min(next, idle - quiet);
  ping(client);
  return Math.min(next, patience);
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
