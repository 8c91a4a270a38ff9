// QoS 2 on the way in: the identifiers of messages that have come and are not released yet (MQTT 3.1.1, 4.3.3).
//
//   -> PUBLISH  PUBREC ->  <- PUBREL  PUBCOMP ->     an identifier is remembered from PUBLISH to PUBREL
//
// The table has a fixed number of places. In a kept session, from the first message on that finds none, messages stay
// unanswered while those in the table are released. Then a new connection begins, in which the broker sends them again
// [MQTT-4.4.0-1]. So each connection moves a whole table, and PUBRECs keep the order of their messages [MQTT-4.6.0-3].
// In a clean session nothing comes again in another connection, and within one DUP tells it [MQTT-3.3.1-1]: there a
// message that finds no place is taken all the same.
import { elapsed } from "../bytes/milliseconds.ts";
import { PERSISTENT_SESSION } from "../features.ts";
import { type Client, NONE_HELD } from "./client.ts";
import { asksForClean } from "./connect-packet.ts";
import { loseForAnother } from "./ending.ts";

/** What becomes of a message: it is delivered, and its PUBREC sent; */
export const NEW = 0;
/** it was delivered before, and its PUBREC is sent again; */
export const KNOWN = 1;
/** it is left for another connection. */
export const HELD = 2;

/** How long the broker may let pass without a PUBREL while messages are held. */
const RELEASE_MS = 30000;
/** After so many connections without one the broker has lost what the table remembers. */
const MOST_STALLS = 2;

/** A computer has room for every identifier that there is. */
export function rememberAll(client: Client): void {
  client.mostUnreleased = 65535;
}

/** What becomes of the message with this first byte and this identifier, of two bytes. */
export function standingOf(client: Client, header: number, id: string): number {
  if (placeOf(client, id) < client.unreleased.length) return KNOWN;
  if (client.heldAt === NONE_HELD && isFull(client)) client.heldAt = client.instant;
  if (holdsBack(client)) return HELD;
  // DUP is the highest of the four flags.
  return client.heldAt !== NONE_HELD && (header & 15) > 7 ? KNOWN : NEW;
}

/** Are messages of this connection left for another one? */
export function holdsBack(client: Client): boolean {
  return PERSISTENT_SESSION && client.heldAt !== NONE_HELD && !asksForClean(client.greeting);
}

function isFull(client: Client): boolean {
  return client.unreleased.length >= client.mostUnreleased * 2;
}

/** Remembers the identifier of a new message until its PUBREL. */
export function remember(client: Client, id: string): void {
  if (!isFull(client)) client.unreleased = client.unreleased + id;
}

/** PUBREL has come: the identifier is the broker's again. */
export function forget(client: Client, id: string): void {
  const place = placeOf(client, id);
  const ids = client.unreleased;
  if (place < ids.length) client.unreleased = ids.substring(0, place) + ids.substring(place + 2);
  if (!holdsBack(client)) return;
  client.stalls = 0;
  client.heldAt = client.instant;
}

/** All that had a place is finished: what is held comes in a new connection, at once. @cold */
export function endWhenFinished(client: Client): void {
  if (holdsBack(client) && client.unreleased === "")
    loseForAnother(client, "connecting again: more messages of QoS 2 came than fit");
}

/** Milliseconds until the broker must have released a message, while some are held; 0 has ended the connection. @cold */
export function untilReleased(client: Client): number {
  const left = RELEASE_MS - elapsed(client.instant, client.heldAt);
  if (left > 0) return left;
  client.stalls += 1;
  if (client.stalls >= MOST_STALLS) client.unreleased = "";
  loseForAnother(client, "broker does not release messages of QoS 2");
  return 0;
}

/** Where an identifier stands in the table; its end when it is not there. */
function placeOf(client: Client, id: string): number {
  const ids = client.unreleased;
  let from = 0;
  let at = ids.indexOf(id);
  // Two bytes that belong to two identifiers are neither.
  while (at >= 0 && (from + at) % 2 === 1) {
    from += at + 1;
    at = ids.substring(from).indexOf(id);
  }
  return at < 0 ? ids.length : from + at;
}
