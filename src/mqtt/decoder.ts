// The way in: packets cut out of a stream that arrives in any pieces (MQTT 3.1.1, 2.2), and what each one does.
//
// Nearly every chunk is one whole packet, or some, each with a length of one byte: `decode` takes those at a glance.
// Whatever is otherwise goes the long way: CONNACK, packets in pieces, long ones, and those that are passed over.

import { readUint16 } from "../bytes/integers.ts";
import { QOS1, QOS2, UNSUBSCRIBES } from "../features.ts";
import { NO_SLOT, slotMarked } from "../ring/ring.ts";
import { type Client, CONNECTED, GREETING, NO_PING } from "./client.ts";
import { lose, loseForbidden, loseMalformed } from "./ending.ts";
import { FIRST_ID, isReleased, PUBCOMP, PUBREC, PUBREL, recorded, released } from "./exactly-once.ts";
import { greeted } from "./greeting.ts";
import { PUBACK, PUBLISH, takePublish } from "./incoming.ts";
import { acknowledged, flush } from "./outbox.ts";
import { beginToPass, isPassing, pass } from "./passing.ts";
import { subscribed, unsubscribed } from "./subscriptions.ts";
import { isSuspectDue } from "./untaken.ts";

const CONNACK = 0x20;
const SUBACK = 0x90;
const UNSUBACK = 0xb0;
const PINGRESP = 0xd0;

/** First bytes of what brokers send to a client that is connected, PUBLISH aside; and of what may not come then. */
const BY_BROKERS = "\x40\x50\x62\x70\x90\xb0\xd0";
const BY_CLIENTS = "\x10\x20\x82\xa2\xc0\xe0";

/**
 * What `rest` is while a chunk is taken. Found at the next one, the engine stopped in between (Espruino, out of memory),
 * and the stream is out of step. No packet that waits for its end is like this, or like the next.
 */
const HALFWAY = "\0\0";
/** What `rest` is between chunks of a packet that is passed over. */
const PASSING = "\0\0\0";

/** Stands for the header of a packet that was passed over. */
const PASSED = -1;

/** Takes the next bytes of the stream; nothing of a link that is not open. @hot */
export function decode(client: Client, chunk: string): void {
  let bytes = chunk;
  if (client.rest !== "" || client.state !== CONNECTED) {
    bytes = resumed(client, chunk);
    if (bytes === "") return;
  }
  client.rest = HALFWAY;
  const end = bytes.length;
  let at = 0;
  while (at + 1 < end) {
    let header = bytes.charCodeAt(at);
    const length = bytes.charCodeAt(at + 1);
    let body = at + 2;
    let next = body + length;
    if (next > end || length > client.glance) {
      body = longBody(client, bytes, at);
      next = client.next;
      if (next === at) break;
      if (body === 0) header = PASSED;
    }
    if (header < PUBACK && header >= PUBLISH) takePublish(client, header, bytes, body, next);
    else takeElse(client, header, bytes, body, next);
    // A handler may end the connection, and so may the packet: then nothing of it may reach the next one.
    if (client.state !== CONNECTED) return;
    if (next === end) {
      client.rest = "";
      return;
    }
    at = next;
  }
  keepRest(client, bytes, at);
}

/** What is no PUBLISH: nearly always a PUBACK. @hot @branch */
function takeElse(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header === PUBACK && end - body === 2) {
    const high = bytes.charCodeAt(body);
    const low = bytes.charCodeAt(body + 1);
    // Identifiers of QoS 1 are one byte.
    if (high === 0 && low > 0) acknowledged(client, low);
    else takeAnswer(client, header, high * 256 + low);
  } else takeOther(client, header, bytes, body, end);
}

/**
 * Goes on in the middle of something: the greeting, a packet that has begun, or one that is passed over. Returns the
 * bytes from the next packet on; "" when there are none. @cold
 */
function resumed(client: Client, chunk: string): string {
  const rest = client.rest;
  if (client.state < GREETING) return "";
  if (rest === HALFWAY) {
    lose(client, "stopped in the middle of a packet");
    return "";
  }
  client.rest = HALFWAY;
  const bytes = rest === PASSING ? chunk : rest + chunk;
  let at = 0;
  if (client.state === GREETING) at = takeGreeting(client, bytes);
  else if (isPassing(client)) at = pass(client, bytes, 0);
  if (client.state === CONNECTED && at === bytes.length && !isPassing(client)) client.rest = "";
  else if (client.state < CONNECTED || isPassing(client)) {
    keepRest(client, bytes, at);
    return "";
  }
  return bytes.substring(at);
}

/** What is left of a chunk waits for the next one. @cold */
function keepRest(client: Client, bytes: string, at: number): void {
  // A connection that has ended has no rest; and one that passes over a packet has kept it.
  if (client.rest !== HALFWAY) return;
  client.rest = isPassing(client) && at === bytes.length ? PASSING : bytes.substring(at);
}

/**
 * Bytes that are still to come of the packet whose beginning is kept, as far as that tells its length; 0 when none is waited
 * for that is to be taken whole. For whoever has better means to put pieces together.
 */
export function missing(client: Client): number {
  const rest = client.rest;
  if (client.state !== CONNECTED || isPassing(client)) return 0;
  let length = 0;
  let weight = 1;
  for (let at = 1; at < rest.length; at++) {
    const digit = rest.charCodeAt(at);
    length += (digit & 127) * weight;
    weight = weight * 128;
    const whole = at + 1 + length;
    if (digit < 128) return whole > client.packetBytes ? 0 : Math.max(0, whole - rest.length);
  }
  return 0;
}

/** Takes the answer to CONNECT; nothing else may come first [MQTT-3.2.0-1]. Returns where it ends, 0 when it is not whole. @cold */
function takeGreeting(client: Client, bytes: string): number {
  if (bytes.length < 2) return 0;
  if (bytes.charCodeAt(0) !== CONNACK) forbid(client, bytes.charCodeAt(0));
  else if (bytes.charCodeAt(1) !== 2) loseMalformed(client);
  else if (bytes.length < 4) return 0;
  else if (bytes.charCodeAt(2) > 1) loseMalformed(client);
  else greeted(client, bytes.charCodeAt(2) === 1, bytes.charCodeAt(3));
  return 4;
}

/**
 * Where the body of a packet begins that is not short, or not whole; `client.next` is then where it ends. `client.next`
 * stays at `at` while more bytes are needed; 0 with another `client.next`: the packet was passed over. @cold
 */
function longBody(client: Client, bytes: string, at: number): number {
  const end = bytes.length;
  let length = bytes.charCodeAt(at + 1);
  let body = at + 2;
  client.next = at;
  if (length > 127) {
    // Up to three bytes more, least significant first.
    let weight = 128;
    length -= 128;
    while (body < end && weight < 268435456 && bytes.charCodeAt(body - 1) > 127) {
      length += (bytes.charCodeAt(body) & 127) * weight;
      weight = weight * 128;
      body += 1;
    }
    if (bytes.charCodeAt(body - 1) > 127) {
      if (weight === 268435456) loseMalformed(client);
      return 0;
    }
  }
  const next = body + length;
  if (next - at <= client.packetBytes) {
    if (next > end) return 0;
    client.next = next;
    return body;
  }
  const from = beginToPass(client, bytes, at, body, next);
  if (client.state !== CONNECTED || from < 0) return 0;
  const passed = pass(client, bytes, from);
  if (isPassing(client)) keepRest(client, bytes, passed);
  else client.next = passed;
  return 0;
}

/** One whole packet of another kind. @cold */
function takeOther(client: Client, header: number, bytes: string, body: number, end: number): void {
  const length = end - body;
  if (header === PASSED) return;
  if (header === PINGRESP && length === 0) takeSign(client);
  else if (header === SUBACK && length > 2 && readUint16(bytes, body) > 0)
    subscribed(client, bytes, body, end);
  else if (length === 2 ? isAnswer(header) : header === SUBACK && length > 2)
    takeAnswer(client, header, readUint16(bytes, body));
  else if (BY_BROKERS.indexOf(String.fromCharCode(header)) >= 0) loseMalformed(client);
  else forbid(client, header);
}

/** @cold */
function takeSign(client: Client): void {
  client.pingAt = NO_PING;
  if (QOS1 && isSuspectDue(client)) flush(client);
}

function isAnswer(header: number): boolean {
  return header === UNSUBACK || (QOS2 && (header === PUBREC || header === PUBREL || header === PUBCOMP));
}

/**
 * An answer that is nothing but a packet identifier. One for nothing is left alone; one that its message cannot have
 * ends the connection. @cold
 */
function takeAnswer(client: Client, header: number, id: number): void {
  if (id === 0) loseForbidden(client, "packet identifier 0");
  else if (UNSUBSCRIBES && header === UNSUBACK) unsubscribed(client, id);
  else if (QOS2) {
    if (header === PUBREL) released(client, id);
    else if ((header === PUBACK || (header !== UNSUBACK && id < FIRST_ID)) && isOut(client, id))
      loseForbidden(client, "an answer of another QoS");
    else if (header === PUBREC) recorded(client, id);
    else if (header === PUBCOMP && isReleased(client, id)) flush(client);
    else if (header === PUBCOMP) acknowledged(client, -id);
  }
}

/** Is a message out under this identifier, or its release? */
function isOut(client: Client, id: number): boolean {
  return slotMarked(client.ring, id) !== NO_SLOT || slotMarked(client.ring, -id) !== NO_SLOT;
}

/** A packet that may not come here, or no packet at all. @cold */
function forbid(client: Client, header: number): void {
  const type = String.fromCharCode(header);
  const isPacket =
    BY_BROKERS.indexOf(type) >= 0 || BY_CLIENTS.indexOf(type) >= 0 || (header >= PUBLISH && header < PUBACK);
  if (isPacket) loseForbidden(client, "packet type " + (header >> 4));
  else loseMalformed(client);
}
