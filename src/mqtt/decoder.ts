// The way in: packets cut out of a stream that arrives in any pieces (MQTT 3.1.1, 2.2), and what each one does.
import { readUint16 } from "../bytes/integers.ts";
import { type Client, CONNECTED, GREETING, send } from "./client.ts";
import { greeted } from "./greeting.ts";
import { acknowledged } from "./outbox.ts";
import { route, subscribed } from "./subscriptions.ts";

const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBACK = 0x90;
const UNSUBACK = 0xb0;
const PINGRESP = 0xd0;

const MALFORMED = "malformed packet from the broker";

/**
 * What `rest` is while a chunk is taken. Found at the next one, the engine stopped in between (Espruino, out of memory),
 * and the stream is out of step. No packet that waits for its end is like this.
 */
const HALFWAY = "\0\0";

/** Takes the next bytes of the stream. Returns why the connection must end, or "" when it goes on. @hot */
export function decode(client: Client, chunk: string): string {
  if (client.rest === HALFWAY) return "stopped in the middle of a packet";
  const bytes = client.rest === "" ? chunk : client.rest + chunk;
  client.rest = HALFWAY;
  client.fault = "";
  let at = 0;
  let next = step(client, bytes, 0);
  // A handler may end the connection: then nothing of it may reach the next one.
  while (next > at && client.fault === "" && client.state >= GREETING) {
    at = next;
    next = step(client, bytes, at);
  }
  if (client.state >= GREETING) client.rest = bytes.substring(at);
  return client.fault;
}

/**
 * Takes one packet, or a part of one that is passed over. Returns where the next begins; `at` itself while more bytes
 * are needed. `fault` says what was wrong.
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
      if (weight === 268435456) client.fault = MALFORMED;
      return at;
    }
  }
  const next = body + length;
  if (client.state === GREETING) {
    // Nothing else may come first [MQTT-3.2.0-1].
    if (header !== CONNACK || length !== 2) client.fault = MALFORMED;
    else if (next > end) return at;
    else if (bytes.charCodeAt(body) > 1) client.fault = MALFORMED;
    else client.fault = greeted(client, bytes.charCodeAt(body) === 1, bytes.charCodeAt(body + 1));
  } else if (next - at > client.packetBytes) {
    if (body + 2 > end) return at;
    skip(client, header, readUint16(bytes, body), next - body, body - at);
    return at + 2;
  } else if (next > end) return at;
  else take(client, header, bytes, body, next);
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
  if (header < PUBLISH || header >= PUBACK || qos > 1 || tail < qos * 2) client.fault = MALFORMED;
  client.skips += 1;
  client.skip = headerLength - 2 + length;
  if (qos === 1) {
    client.skip -= tail;
    client.skipTail = tail;
  }
}

/** At the identifier of a packet that is passed over. */
function acknowledgeSkipped(client: Client, bytes: string, at: number): number {
  send(client, puback(bytes, at));
  client.skip = client.skipTail - 2;
  client.skipTail = 0;
  return at + 2;
}

/** @hot */
function puback(bytes: string, at: number): string {
  return String.fromCharCode(PUBACK, 2, bytes.charCodeAt(at), bytes.charCodeAt(at + 1));
}

/** One whole packet: its first byte, and its body from `body` to `end`. */
function take(client: Client, header: number, bytes: string, body: number, end: number): void {
  const length = end - body;
  if (header >= PUBLISH && header < PUBACK) takePublish(client, header, bytes, body, end);
  else if (header === PUBACK && length === 2) acknowledged(client, readUint16(bytes, body));
  else if (header === PINGRESP && length === 0) client.pinging = false;
  else if (header === SUBACK && length > 2) {
    const complete = subscribed(client, bytes, body, end);
    if (!complete) client.fault = MALFORMED;
  } else if (header !== UNSUBACK || length !== 2) client.fault = MALFORMED;
}

function takePublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  const qos = (header >> 1) & 3;
  const topicEnd = body + 2 > end ? end + 1 : body + 2 + readUint16(bytes, body);
  const payloadAt = topicEnd + qos * 2;
  // QoS 2 is not subscribed to, and a topic has at least one character.
  if (payloadAt > end || topicEnd === body + 2 || qos > 1) client.fault = MALFORMED;
  else {
    route(client, bytes.substring(body + 2, topicEnd), bytes.substring(payloadAt, end), header % 2 === 1);
    // After the handler has run: a message that restarts the device is delivered again.
    if (qos === 1 && client.state === CONNECTED) send(client, puback(bytes, topicEnd));
  }
}
