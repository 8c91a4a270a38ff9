// The connection's life: when to connect, when to ping, when to give up, how long to wait (MQTT 3.1.1, 3.1.2.10).
//
//   WAITING -> OPENING -> GREETING -> CONNECTED -> WAITING ...
import { elapsed } from "../bytes/milliseconds.ts";
import { DEADLINES, PERSISTENT_SESSION, QOS1, QOS2, UNSUBSCRIBES } from "../features.ts";
import {
  type Client,
  CONNECTED,
  GREETING,
  NO_PING,
  OPENING,
  PINGREQ,
  STOPPED,
  send,
  WAITING,
  WINDOW,
} from "./client.ts";
import { DISCONNECT } from "./connect-packet.ts";
import { decode } from "./decoder.ts";
import { ended, forgetLink, kicked, LONGEST_PAUSE_MS, lose, pauseBeforeNext } from "./ending.ts";
import { isReleasing } from "./exactly-once.ts";
import { flush } from "./outbox.ts";
import { dropExpired } from "./overflow.ts";
import { doubt } from "./subscriptions.ts";
import { holdsBack, untilReleased } from "./unreleased.ts";
import { endTrial, forgetLimit, suspectOldest } from "./untaken.ts";

/** How long the stream may take to open (TLS on a small chip takes seconds), and the broker to answer a packet. */
const OPEN_MS = 30000;
const ANSWER_MS = 10000;
/** How long the oldest message may be out and not acknowledged. */
const ACKNOWLEDGE_MS = 30000;

/** Begins: from now on there is a connection, or an attempt, or a pause before the next one. */
export function connect(client: Client, now: number): void {
  client.instant = now;
  pauseBeforeNext(client);
}

/** The network can be used, or can not any more. @cold */
export function networkChanged(client: Client, up: boolean, now: number): void {
  client.instant = now;
  client.networkUp = up;
  if (!up && client.state > WAITING) lose(client, "network is down");
  else if (up && client.state === WAITING) {
    // A new network is a new chance.
    client.attempts = 0;
    pauseBeforeNext(client);
  }
}

/** The stream is open: CONNECT goes out first [MQTT-3.1.0-1]. @cold */
export function linkOpened(client: Client, now: number): void {
  if (client.state !== OPENING) return;
  client.instant = now;
  client.state = GREETING;
  client.since = now;
  client.heardAt = now;
  if (PERSISTENT_SESSION) doubt(client);
  send(client, client.greeting);
}

/** Bytes have come in. */
export function linkReceived(client: Client, bytes: string, now: number): void {
  client.instant = now;
  client.heardAt = now;
  decode(client, bytes);
}

/** All that was handed to the link has left. */
export function linkDrained(client: Client, now: number): void {
  client.instant = now;
  client.pending = 0;
  flush(client);
}

/** The stream has ended, or did not open. @cold */
export function linkClosed(client: Client, reason: string, now: number): void {
  if (client.state < OPENING) return;
  client.instant = now;
  if (client.state < CONNECTED) forgetLimit(client);
  else if (QOS1) suspectOldest(client);
  ended(client, client.state === CONNECTED ? kicked(client, reason) : reason);
}

/** Does what time asks for. Returns the milliseconds until it is next needed, at least 1. */
export function pollConnection(client: Client, now: number): number {
  client.instant = now;
  if (client.state === CONNECTED) return pollConnected(client);
  return pollUnconnected(client);
}

/** @cold */
function pollUnconnected(client: Client): number {
  if (client.state === STOPPED) return LONGEST_PAUSE_MS;
  // Looked at now and then: a clock that wraps would make old messages young again.
  if (DEADLINES) dropExpired(client);
  const limit = client.state === WAITING ? client.pause : client.state === OPENING ? OPEN_MS : ANSWER_MS;
  const left = limit - elapsed(client.instant, client.since);
  if (left > 0) return left;
  if (client.state === WAITING) {
    if (!client.networkUp) return LONGEST_PAUSE_MS;
    client.state = OPENING;
    client.since = client.instant;
    client.owner.connectLink(client.owner);
    return OPEN_MS;
  }
  lose(client, client.state === OPENING ? "broker does not answer" : "broker is silent after CONNECT");
  return client.pause;
}

/**
 * A ping goes out when the line was idle in either direction for three quarters of the keep-alive time: idle outwards,
 * because the broker wants to hear us [MQTT-3.1.2-23]; idle inwards, because a device that only sends would never
 * notice a dead link. Whatever comes in is an answer; nothing for half the time ends the connection.
 */
function pollConnected(client: Client): number {
  const now = client.instant;
  if (QOS1 && client.window !== WINDOW) endTrial(client);
  if (client.requested !== 0 && elapsed(now, client.requestedAt) >= ANSWER_MS) {
    lose(client, "broker does not answer SUBSCRIBE");
    return client.pause;
  }
  let next = client.requested !== 0 ? ANSWER_MS - elapsed(now, client.requestedAt) : LONGEST_PAUSE_MS;
  if (QOS1 && (client.ring.done !== client.ring.sent || (QOS2 && isReleasing(client)))) {
    // Nothing is sent again on a connection that stands, and a broker that does not acknowledge has lost its way. The
    // time runs from the poll that first saw the message to be the oldest.
    if (client.owed !== client.ring.done) {
      client.owed = client.ring.done;
      client.owedAt = now;
    }
    const left = ACKNOWLEDGE_MS - elapsed(now, client.owedAt);
    if (left <= 0) {
      lose(client, "broker does not acknowledge");
      return client.pause;
    }
    next = Math.min(next, left);
  }
  if (QOS2 && holdsBack(client)) {
    const left = untilReleased(client);
    if (left === 0) return client.pause;
    next = Math.min(next, left);
  }
  if (UNSUBSCRIBES && client.leaving.length > 0) {
    const left = ANSWER_MS - elapsed(now, client.leaving[0].askedAt);
    if (left <= 0) {
      lose(client, "broker does not answer UNSUBSCRIBE");
      return client.pause;
    }
    next = Math.min(next, left);
  }
  if (client.keepAlive === 0) return next;
  const idle = client.keepAlive - (client.keepAlive >> 2);
  const patience = client.keepAlive >> 1;
  if (client.pingAt !== NO_PING) {
    const waited = elapsed(now, client.pingAt);
    if (elapsed(now, client.heardAt) >= waited) {
      if (waited >= patience) {
        lose(client, "broker does not answer PINGREQ");
        return client.pause;
      }
      return Math.min(next, patience - waited);
    }
    client.pingAt = NO_PING;
  }
  const quiet = Math.max(elapsed(now, client.spokeAt), elapsed(now, client.heardAt));
  if (quiet < idle) return Math.min(next, idle - quiet);
  client.pingAt = now;
  send(client, PINGREQ);
  return Math.min(next, patience);
}

/** Ends orderly: DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3]. `last` are packets to go out before it. */
export function disconnect(client: Client, last: string, now: number): void {
  client.instant = now;
  if (client.state === CONNECTED) send(client, last + DISCONNECT);
  if (client.state > WAITING) client.link.closeLink();
  forgetLink(client);
  client.state = STOPPED;
}
