// The way in: packets cut out of a stream that arrives in any pieces (MQTT 3.1.1, 2.2), and what each one does.
//
// Nearly every chunk is one whole packet, or some, each with a length of one byte: `decode` takes those at a glance.
// Whatever is otherwise goes the long way: CONNACK, packets in pieces, long ones, and those that are passed over.
import { readUint16 } from "../bytes/integers.ts";
import { WILDCARDS } from "../features.ts";
import { type Client, CONNECTED, GREETING, NO_PING, send } from "./client.ts";
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
    else if (header === PUBACK && next - body === 2) {
      const high = bytes.charCodeAt(body);
      const low = bytes.charCodeAt(body + 1);
      acknowledged(client, high * 256 + low);
    } else takeOther(client, header, bytes, body, next);
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

/** Takes the answer to CONNECT; nothing else may come first [MQTT-3.2.0-1]. Returns where it ends, 0 when it is not whole. @cold */
function takeGreeting(client: Client, bytes: string): number {
  if (bytes.length < 2) return 0;
  if (bytes.charCodeAt(0) !== CONNACK || bytes.charCodeAt(1) !== 2) lose(client, MALFORMED);
  else if (bytes.length < 4) return 0;
  else if (bytes.charCodeAt(2) > 1) lose(client, MALFORMED);
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
      if (weight === 268435456) lose(client, MALFORMED);
      return 0;
    }
  }
  const next = body + length;
  if (next - at <= client.packetBytes) {
    if (next > end) return 0;
    client.next = next;
    return body;
  }
  if (body + 2 <= end) {
    beginToPass(client, bytes, at, body, next);
    if (client.state !== CONNECTED) return 0;
    const passed = pass(client, bytes, at);
    if (isPassing(client)) keepRest(client, bytes, passed);
    else client.next = passed;
  }
  return 0;
}

/**
 * Begins to pass over a packet that is longer than this device takes: from `at` to `next`, its topic at `body`. Where
 * its QoS asks for an acknowledgement it is given one all the same, or the broker would send it for ever. @cold
 */
function beginToPass(client: Client, bytes: string, at: number, body: number, next: number): void {
  const header = bytes.charCodeAt(at);
  const qos = (header >> 1) & 3;
  const tail = next - body - 2 - readUint16(bytes, body);
  if (header < PUBLISH || header >= PUBACK || qos > 1 || tail < qos * 2) {
    lose(client, MALFORMED);
    return;
  }
  client.skips += 1;
  client.skipTail = qos === 1 ? tail : 0;
  client.skip = next - at - client.skipTail;
}

function isPassing(client: Client): boolean {
  return client.skip + client.skipTail > 0;
}

/** Passes over what there is of the packet from `from` on. Returns up to where. @cold */
function pass(client: Client, bytes: string, from: number): number {
  const end = bytes.length;
  let at = from + Math.min(client.skip, end - from);
  client.skip -= at - from;
  if (client.skip === 0 && client.skipTail > 0 && at + 1 < end) {
    // At the packet identifier.
    sendPuback(client, bytes, at);
    const tail = Math.min(client.skipTail, end - at);
    client.skip = client.skipTail - tail;
    client.skipTail = 0;
    at += tail;
  }
  return at;
}

/** Acknowledges the packet identifier that stands at `at`. @hot */
function sendPuback(client: Client, bytes: string, at: number): void {
  send(client, String.fromCharCode(PUBACK, 2, bytes.charCodeAt(at), bytes.charCodeAt(at + 1)));
  if (client.pending > client.linkBytes + client.ring.limit + OVERRUN_BYTES)
    lose(client, "broker sends and does not read");
}

/**
 * One whole PUBLISH: its first byte, and its body from `body` to `end`. Nearly every one comes on a topic that somebody has
 * subscribed to by its name. The routes know it by the bytes that it has in the packet, its length in front, so that one
 * that is found is sound: with the length's high byte another than 0, or too short, none is. @inline
 */
function takePublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (WILDCARDS && client.wildcards.length > 0) takeAnyPublish(client, header, bytes, body, end);
  else if (body + 1 >= end) lose(client, MALFORMED);
  else {
    const topicEnd = body + 2 + bytes.charCodeAt(body + 1);
    let payloadAt = topicEnd;
    if (header >= PUBLISH_QOS_1) payloadAt = payloadFrom(header, topicEnd, end);
    const subscription = client.routes[bytes.substring(body, topicEnd)];
    if (subscription === undefined || payloadAt > end) takeUnrouted(client, header, bytes, body, end);
    else {
      const subscriber = subscription.subscriber;
      subscriber.deliver(subscriber, bytes.substring(payloadAt, end), header % 2 === 1, subscription.filter);
      // After the handler has run: a message that restarts the device is delivered again.
      if (payloadAt !== topicEnd && client.state === CONNECTED) sendPuback(client, bytes, topicEnd);
    }
  }
}

/**
 * Where the payload begins that comes at QoS 1. Behind the end for what is malformed: QoS 2 is not subscribed to, and DUP
 * belongs to a higher QoS than 0 [MQTT-3.3.1-2]. @inline
 */
function payloadFrom(header: number, topicEnd: number, end: number): number {
  return (header & 7) === 2 || (header & 7) === 3 ? topicEnd + 2 : end + 1;
}

/** A PUBLISH that no route was found for at a glance. @cold */
function takeUnrouted(client: Client, header: number, bytes: string, body: number, end: number): void {
  takeAnyPublish(client, header, bytes, body, end);
}

/** A PUBLISH with a topic of any length, for any number of subscriptions, or malformed. */
function takeAnyPublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  const topicAt = body + 2;
  const topicEnd = topicAt < end ? topicAt + readUint16(bytes, body) : end + 1;
  const payloadAt = header < PUBLISH_QOS_1 ? topicEnd : payloadFrom(header, topicEnd, end);
  // A topic has at least one character.
  if (payloadAt > end || topicEnd === topicAt) lose(client, MALFORMED);
  else {
    route(client, bytes.substring(topicAt, topicEnd), bytes.substring(payloadAt, end), header % 2 === 1);
    if (payloadAt !== topicEnd && client.state === CONNECTED) sendPuback(client, bytes, topicEnd);
  }
}

/** One whole packet of another kind. @cold */
function takeOther(client: Client, header: number, bytes: string, body: number, end: number): void {
  const length = end - body;
  if (header === PASSED) return;
  if (header === PINGRESP && length === 0) client.pingAt = NO_PING;
  else if (header === SUBACK && length > 2) {
    const complete = subscribed(client, bytes, body, end);
    if (!complete) lose(client, MALFORMED);
  } else if (header !== UNSUBACK || length !== 2) lose(client, MALFORMED);
}
