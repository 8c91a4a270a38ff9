// CONNACK: the first steps on a connection that the broker has accepted (MQTT 3.1.1 and 5.0, 3.2).
import {
  AUTHENTICATION,
  BROKERS,
  MQTT5,
  QOS1,
  QOS2,
  SUBSCRIPTION_IDENTIFIERS,
  UNSUBSCRIBES,
} from "../features.ts";
import { adoptPacketLimit, beginTrial } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { asksForClean, keepAliveIn, refusal, UNAVAILABLE } from "./connect-packet.ts";
import { lose, loseForbidden, loseForLong, loseMalformed, loseUnexpected } from "./connection-end.ts";
import { enterConnected, GREETING } from "./connection-state.ts";
import { hasSession, keepSessionHere } from "./failover.ts";
import { bodyAt } from "./frame.ts";
import { adoptKeepAlive } from "./keep-alive.ts";
import { send } from "./link.ts";
import { resume } from "./outbox.ts";
import { CONNACK } from "./packet-type.ts";
import { BEGINNING, FINISHING, hasMethod, isAt } from "./program/authentication.ts";
import { takeEarlyAuth, takeProof } from "./program/received-auth.ts";
import { beginIdentifiers } from "./program/subscription-identifiers.ts";
import { unsubscribeAll } from "./program/unsubscribes.ts";
import { adoptTerms, speaks5 } from "./protocol.ts";
import { inheritSession } from "./qos2-send.ts";
import { renew, subscribeAll } from "./subscriptions.ts";
import { flush } from "./transmit.ts";
import { connackEnd, NO_END, takeVerdict } from "./version-5/connack.ts";
import { AUTH } from "./version-5/packet-soundness.ts";
import { unsettleAll } from "./version-5/publish-start.ts";
import { leastUntaken } from "./version-5/publish-terms.ts";
import { AS_ASKED, readTerms, UNLIMITED } from "./version-5/terms.ts";

/**
 * Takes the answer to CONNECT; nothing else may come first [MQTT-3.2.0-1]. Returns its end, or 0 while it is
 * not whole. @cold @apart
 */
export function takeConnack(client: Client, bytes: string): number {
  if (bytes.length < 2) return 0;
  if (MQTT5 && speaks5(client))
    return AUTHENTICATION && hasMethod(client)
      ? takeAuthenticated(client, bytes)
      : takeConnack5(client, bytes);
  if (bytes.charCodeAt(0) !== CONNACK) loseUnexpected(client, bytes.charCodeAt(0));
  else if (bytes.charCodeAt(1) !== 2) loseMalformed(client);
  else if (bytes.length < 4) return 0;
  else if (bytes.charCodeAt(2) > 1) loseMalformed(client);
  else greeted(client, bytes.charCodeAt(2) === 1, bytes.charCodeAt(3));
  return 4;
}

/** Bytes that may wait for the port of an authentication, until it has decided about the CONNACK. */
const MOST_WAITING = 1048576;

/**
 * Takes the CONNACK of an authentication. AUTHs may come before it, and packets after it wait until the
 * broker has proven itself. @cold
 */
function takeAuthenticated(client: Client, bytes: string): number {
  let at = 0;
  while (client.connection.state === GREETING && !isAt(client, FINISHING)) {
    const next = bytes.substring(at);
    if (next.length < 2) break;
    if (isAt(client, BEGINNING)) lose(client, "protocol error by the broker: a packet before CONNECT");
    else {
      const end = next.charCodeAt(0) === AUTH ? takeEarlyAuth(client, next) : takeConnack5(client, next);
      if (end === NO_END) break;
      at += end;
    }
  }
  if (isAt(client, FINISHING) && bytes.length - at > MOST_WAITING)
    lose(client, "too much comes before the broker is authenticated");
  return at;
}

/** Takes a CONNACK of MQTT 5.0, with the terms of the connection. @cold */
function takeConnack5(client: Client, bytes: string): number {
  const end = Math.min(connackEnd(client, bytes), bytes.length);
  if (end === NO_END || !takeVerdict(client, bytes, end)) return end;
  const body = bodyAt(bytes, 0);
  if (AUTHENTICATION && !takeProof(client, bytes, body + 2, end)) return NO_END;
  const terms = readTerms(bytes, body + 2, end);
  // Also where the connection before had a limit and this one has none.
  if (terms.packetBytes !== UNLIMITED || client.protocol.terms.packetBytes !== UNLIMITED)
    adoptPacketLimit(client, leastUntaken(terms.packetBytes));
  adoptTerms(client, terms);
  unsettleAll(client);
  adoptKeepAlive(client, terms.keepAlive === AS_ASKED ? keepAliveIn(client.greeting) : terms.keepAlive);
  greeted(client, bytes.charCodeAt(body) === 1, 0);
  return end;
}

/** The broker has answered with this code; `present`: it has kept the session. @cold */
function greeted(client: Client, present: boolean, code: number): void {
  if (present && (code !== 0 || asksForClean(client.greeting))) {
    // [MQTT-3.2.2-1] [MQTT-3.2.2-4]
    loseForbidden(client, "a session is present where none can be");
    return;
  }
  if (code !== 0) {
    if (code === UNAVAILABLE) lose(client, refusal(code));
    else loseForLong(client, refusal(code));
    return;
  }
  // A session at another broker counts as new.
  const isOurs = present && (!BROKERS || hasSession(client));
  resume(client, isOurs);
  if (BROKERS && QOS2 && present && !isOurs) inheritSession(client);
  renew(client, isOurs);
  if (MQTT5 && SUBSCRIPTION_IDENTIFIERS) beginIdentifiers(client, present, isOurs);
  // One write: the subscriptions, as they are when the host has been told, and what it has to say on each
  // connection.
  const words = client.owner.greeted(client.owner, isOurs);
  const filters = subscribeAll(client);
  const ended = UNSUBSCRIBES ? unsubscribeAll(client) : "";
  const first = ended + filters + words;
  // Connected only now: a greeting that the engine leaves half-way (Espruino, out of memory) then ends by its
  // deadline.
  if (BROKERS) keepSessionHere(client);
  enterConnected(client);
  if (first !== "") send(client, first);
  if (QOS1) beginTrial(client);
  flush(client);
}
