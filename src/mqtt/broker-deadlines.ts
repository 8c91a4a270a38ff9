// Deadlines of the broker's answers on a connection that stands: one that comes too late ends the connection.
//
// | the broker owes | since | kept in |
// | --- | --- | --- |
// | SUBACK | the last SUBSCRIBE that went out | subscriptions.ts |
// | PINGRESP, as the sign that a suspect may go out | the connection | broker-packet-limit.ts |
// | PUBACK, PUBREC, PUBCOMP | the oldest message that is out | alone.ts, overdue.ts |
// | PUBREL | messages of QoS 2 are held back for one | qos2-received-ids.ts |
// | AUTH | the client's AUTH | program/authentication.ts |
// | UNSUBACK | the oldest UNSUBSCRIBE that is out | program/unsubscribes.ts |
// | anything at all | the last bytes of either side | keep-alive.ts |
import { elapsed } from "../bytes/milliseconds.ts";
import { AUTHENTICATION, MQTT5, QOS1, QOS2, UNSUBSCRIBES } from "../features.ts";
import { isAlone, untilAloneEnds } from "./alone.ts";
import { LONGEST_PAUSE_MS } from "./backoff.ts";
import { awaitsSign, endTrial } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { lose, loseForAnother } from "./connection-end.ts";
import { ANSWER_MS } from "./connection-state.ts";
import { isNarrowed } from "./in-flight.ts";
import { endPing, isPinging, ping } from "./keep-alive.ts";
import { seeOldest, untilAcknowledged } from "./overdue.ts";
import { isAt, NONE, untilAuthenticated, waitsForPort } from "./program/authentication.ts";
import { oldestUnsubscribe, type Unsubscribe, untilUnsuback } from "./program/unsubscribes.ts";
import { countStall, holdsBack, untilReleased } from "./qos2-received-ids.ts";
import { isReleasing } from "./qos2-send.ts";
import { awaitsSuback, untilSuback } from "./subscriptions.ts";

/** The client's own port has not answered. */
export const SLOW_PORT = "authentication takes longer than 10 seconds";

/**
 * Looks at each deadline of a connection that stands. Returns the milliseconds until the next look. Each
 * `poll...` returns the milliseconds left, 0 or less when it has lost the connection: then the others are not
 * looked at, because they belonged to it. They stand in a row, and not in a list, because the build leaves out
 * those that a firmware has no use for, with their records.
 */
export function pollConnected(client: Client, now: number): number {
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
