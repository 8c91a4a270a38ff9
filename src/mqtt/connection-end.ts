// The end of a connection or of an attempt (MQTT 3.1.1, 4.8; MQTT 5.0, 4.13).
import { AUTHENTICATION, LATE_ANSWERS, MQTT5, QOS1, QOS2, RECEIVED_ALIASES } from "../features.ts";
import { isAlone, joinRing } from "./alone.ts";
import {
  countAsFailed,
  countConnection,
  expectShortPause,
  lengthenPause,
  pauseBeforeNext,
} from "./backoff.ts";
import type { Client } from "./client.ts";
import { DISCONNECT_PACKET } from "./connect-packet.ts";
import { isConnected, noteReason } from "./connection-state.ts";
import { endPing } from "./keep-alive.ts";
import { emptyLink, send } from "./link.ts";
import { forgetOldest } from "./overdue.ts";
import { forgetOversize } from "./oversize.ts";
import { isPacket } from "./packet-type.ts";
import { endExchange } from "./program/authentication.ts";
import { voidAnswers } from "./program/late-answers.ts";
import { forgetAliases } from "./program/received-aliases.ts";
import { speaks5 } from "./protocol.ts";
import { endHold } from "./qos2-received-ids.ts";
import { forgetRest } from "./stream.ts";
import { forgetRequest } from "./subscriptions.ts";
import { RECEIVE_MAXIMUM_EXCEEDED, reasonName, UNSPECIFIED } from "./version-5/reason.ts";
import { disconnectPacket } from "./version-5/reasoned-packets.ts";
import { MALFORMED, PROTOCOL_ERROR, type Soundness } from "./version-5/soundness.ts";

/** Ends the connection or the attempt from our side, and says why; the broker publishes the will. @cold */
export function lose(client: Client, reason: string): void {
  client.link.port.closeLink();
  ended(client, reason);
}

/** Ends the connection for bytes that cannot be parsed. @cold */
export function loseMalformed(client: Client): void {
  if (MQTT5) sayWhy(client, MALFORMED);
  lose(client, "malformed packet from the broker");
}

/** Ends it for a packet that may not come now, or that is no packet at all. @cold */
export function loseUnexpected(client: Client, header: number): void {
  if (isPacket(header)) loseForbidden(client, "packet type " + (header >> 4));
  else loseMalformed(client);
}

/** Ends it for `what`, which a broker must not send. @cold */
export function loseForbidden(client: Client, what: string): void {
  if (MQTT5) sayWhy(client, PROTOCOL_ERROR);
  lose(client, "protocol error by the broker: " + what);
}

/** Ends it for an unsound packet, in 5.0. @cold */
export function loseUnsound(client: Client, found: Soundness): void {
  if (found === MALFORMED) loseMalformed(client);
  else {
    sayWhy(client, found);
    // PROTOCOL_ERROR has no other name.
    const name = found === PROTOCOL_ERROR ? "" : ": " + reasonName(found);
    lose(client, "protocol error by the broker" + name);
  }
}

/** In 5.0 a DISCONNECT tells the broker why the connection ends (MQTT 5.0, 4.13.1). @cold */
function sayWhy(client: Client, code: number): void {
  if (speaks5(client)) send(client, disconnectPacket(code, ""));
}

/**
 * As `lose`, for a cause that only a person can mend, at the broker or here. The next attempt comes after
 * half of the longest pause to all of it; a new network makes it come soon. @cold
 */
export function loseForLong(client: Client, reason: string): void {
  countAsFailed(client);
  lose(client, reason);
  lengthenPause(client);
}

/**
 * Ends it orderly, so that the broker does not publish the will: the client wants another connection, which
 * comes within a second. @cold
 */
export function loseForAnother(client: Client, reason: string): void {
  if (isConnected(client)) send(client, DISCONNECT_PACKET);
  expectShortPause(client);
  lose(client, reason);
}

/** The broker sends the client to another one, which it tries soon. @cold */
export function loseForOther(client: Client, reason: string): void {
  expectShortPause(client);
  lose(client, reason);
}

/**
 * A handler has refused a message, which another connection brings again. If this one has followed another
 * too soon, the next comes later. @cold
 */
export function loseForRetry(client: Client): void {
  send(client, DISCONNECT_PACKET);
  lose(client, "a handler failed: connecting again, for the broker to send its message once more");
}

/** Ends it for more unanswered messages at QoS 1 and 2 than there are identifiers (MQTT 5.0, 4.9). @cold */
export function loseForTooMany(client: Client): void {
  sayWhy(client, RECEIVE_MAXIMUM_EXCEEDED);
  lose(client, "protocol error by the broker: more unanswered messages than there are packet identifiers");
}

/**
 * Ends it because the client or the broker cannot prove who it is: another attempt at once would fare no
 * better. @cold
 */
export function loseUnproven(client: Client, reason: string): void {
  sayWhy(client, UNSPECIFIED);
  loseForLong(client, reason);
}

/** The stream has ended. @connecting */
export function ended(client: Client, reason: string): void {
  noteReason(client, reason);
  countConnection(client);
  forgetLink(client);
  pauseBeforeNext(client);
  client.owner.lost(client.owner, reason);
}

/** Nothing of one connection may reach the next: no half packet, no ping that waits, no count of bytes. */
export function forgetLink(client: Client): void {
  forgetRest(client);
  forgetOversize(client);
  endPing(client);
  emptyLink(client);
  forgetRequest(client);
  if (QOS1 && isAlone(client)) joinRing(client);
  forgetOldest(client);
  if (QOS2) endHold(client);
  if (MQTT5 && RECEIVED_ALIASES) forgetAliases(client);
  if (MQTT5 && AUTHENTICATION) endExchange(client);
  if (LATE_ANSWERS) voidAnswers(client);
}
