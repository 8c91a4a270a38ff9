// The way in: packets cut out of a stream that arrives in any pieces (MQTT 3.1.1, 2.2), and what each one does.
//
// Nearly every chunk is one whole packet, or some, each with a length of one byte: `decode` takes those at a glance.
// Whatever is otherwise goes the long way: CONNACK, packets in pieces, long ones, and those that are passed over.
import { readUint16 } from "../bytes/integers.ts";
import { type Client, CONNECTED, GREETING, send } from "./client.ts";
import { lose, MALFORMED } from "./ending.ts";
import { greeted } from "./greeting.ts";
import { acknowledged } from "./outbox.ts";
import { route, subscribed } from "./subscriptions.ts";

const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBLISH_QOS_1 = 0x32;
const PUBACK = 0x40;
const SUBACK = 0x90;
const UNSUBACK = 0xb0;
const PINGRESP = 0xd0;

/**
 * What `rest` is while a chunk is taken. Found at the next one, the engine stopped in between (Espruino, out of memory),
 * and the stream is out of step. No packet that waits for its end is like this, or like the next.
 */
const HALFWAY = "\0\0";
/** What `rest` is between chunks of a packet that is passed over. */
const PASSING = "\0\0\0";

/**
 * Bytes that may wait for the link beyond its bound and the longest message, which an idle link takes whatever its
 * length: as acknowledgements of a broker that sends and does not read.
 */
const OVERRUN_BYTES = 512;

/** Takes the next bytes of the stream, on a link that is open. @hot */
export function decode(client: Client, chunk: string): void {
  if (client.rest !== "" || client.state !== CONNECTED) {
    decodeOnwards(client, chunk);
    return;
  }
  client.rest = HALFWAY;
  const end = chunk.length;
  let at = 0;
  while (at + 1 < end) {
    const header = chunk.charCodeAt(at);
    const body = at + 2;
    const length = chunk.charCodeAt(at + 1);
    const next = body + length;
    if (next > end || length > client.glance) break;
    if (header >> 4 === PUBLISH >> 4) takePublish(client, header, chunk, body, next);
    else if (header === PUBACK && length === 2) acknowledged(client, readUint16(chunk, body));
    else takeOther(client, header, chunk, body, next);
    // A handler may end the connection, and so may the packet: then nothing of it may reach the next one.
    if (client.state !== CONNECTED) return;
    at = next;
  }
  if (at === end) client.rest = "";
  else decodeFrom(client, chunk, at);
}

/** Goes on in the middle of something. @cold */
function decodeOnwards(client: Client, chunk: string): void {
  const rest = client.rest;
  if (rest === HALFWAY) {
    lose(client, "stopped in the middle of a packet");
    return;
  }
  client.rest = HALFWAY;
  decodeFrom(client, rest === PASSING ? chunk : rest + chunk, 0);
}

/** The long way, for all that is behind `from`. @cold */
function decodeFrom(client: Client, bytes: string, from: number): void {
  let at = from;
  let next = step(client, bytes, at);
  while (next > at && client.state >= GREETING) {
    at = next;
    next = step(client, bytes, at);
  }
  if (client.state < GREETING) return;
  if (at < bytes.length) client.rest = bytes.substring(at);
  else client.rest = client.skip + client.skipTail > 0 ? PASSING : "";
}

/**
 * Takes one packet, or a part of one that is passed over. Returns where the next begins; `at` itself while more bytes
 * are needed. @cold
 */
function step(client: Client, bytes: string, at: number): number {
  const end = bytes.length;
  if (client.skip > 0) {
    const skipped = Math.min(client.skip, end - at);
    client.skip -= skipped;
    return at + skipped;
  }
  if (at + 1 >= end) return at;
  if (client.skipTail > 0) return acknowledgeSkipped(client, bytes, at);
  const header = bytes.charCodeAt(at);
  let length = bytes.charCodeAt(at + 1);
  let body = at + 2;
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
      if (weight === 268435456) lose(client, MALFORMED);
      return at;
    }
  }
  const next = body + length;
  if (client.state === GREETING) {
    // Nothing else may come first [MQTT-3.2.0-1].
    if (header !== CONNACK || length !== 2) lose(client, MALFORMED);
    else if (next > end) return at;
    else if (bytes.charCodeAt(body) > 1) lose(client, MALFORMED);
    else greeted(client, bytes.charCodeAt(body) === 1, bytes.charCodeAt(body + 1));
  } else if (next - at > client.packetBytes) {
    if (body + 2 > end) return at;
    skip(client, header, readUint16(bytes, body), next - body, body - at);
    return at + 2;
  } else if (next > end) return at;
  else if (header >> 4 === PUBLISH >> 4) takePublish(client, header, bytes, body, next);
  else takeOther(client, header, bytes, body, next);
  return next;
}

/**
 * Begins to pass over a packet that is longer than this device takes. Where its QoS asks for an acknowledgement it is
 * given one all the same, or the broker would send it for ever. `headerLength` counts its fixed header, of which two
 * bytes are taken. @cold
 */
function skip(
  client: Client,
  header: number,
  topicLength: number,
  length: number,
  headerLength: number,
): void {
  const qos = (header >> 1) & 3;
  const tail = length - 2 - topicLength;
  if (header < PUBLISH || header >= PUBACK || qos > 1 || tail < qos * 2) {
    lose(client, MALFORMED);
    return;
  }
  client.skips += 1;
  client.skip = headerLength - 2 + length;
  if (qos === 1) {
    client.skip -= tail;
    client.skipTail = tail;
  }
}

/** At the identifier of a packet that is passed over. @cold */
function acknowledgeSkipped(client: Client, bytes: string, at: number): number {
  sendPuback(client, bytes, at);
  client.skip = client.skipTail - 2;
  client.skipTail = 0;
  return at + 2;
}

/** Acknowledges the identifier that stands at `at`. @hot */
function sendPuback(client: Client, bytes: string, at: number): void {
  send(client, String.fromCharCode(PUBACK, 2, bytes.charCodeAt(at), bytes.charCodeAt(at + 1)));
  if (client.pending > client.linkBytes + client.ring.limit + OVERRUN_BYTES)
    lose(client, "broker sends and does not read");
}

/** One whole PUBLISH: its first byte, and its body from `body` to `end`. @hot */
function takePublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  const qos = header < PUBLISH_QOS_1 ? 0 : (header >> 1) & 3;
  const topicAt = body + 2;
  const topicEnd = topicAt < end ? topicAt + readUint16(bytes, body) : end + 1;
  const payloadAt = topicEnd + qos * 2;
  // QoS 2 is not subscribed to, and a topic has at least one character.
  if (payloadAt > end || topicEnd === topicAt || qos > 1) lose(client, MALFORMED);
  else {
    route(client, bytes.substring(topicAt, topicEnd), bytes.substring(payloadAt, end), header % 2 === 1);
    // After the handler has run: a message that restarts the device is delivered again.
    if (qos === 1 && client.state === CONNECTED) sendPuback(client, bytes, topicEnd);
  }
}

/** One whole packet that is no PUBLISH. @cold */
function takeOther(client: Client, header: number, bytes: string, body: number, end: number): void {
  const length = end - body;
  if (header === PUBACK && length === 2) acknowledged(client, readUint16(bytes, body));
  else if (header === PINGRESP && length === 0) client.pinging = false;
  else if (header === SUBACK && length > 2) {
    const complete = subscribed(client, bytes, body, end);
    if (!complete) lose(client, MALFORMED);
  } else if (header !== UNSUBACK || length !== 2) lose(client, MALFORMED);
}
