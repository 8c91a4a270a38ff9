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

/** A remaining length that is not all there yet, and one of more than four bytes. */
const INCOMPLETE = -1;
const OVERLONG = -2;

const MALFORMED = "malformed packet from the broker";

/**
 * What `rest` is while a chunk is taken. Found at the next one, the engine stopped in between (Espruino, out of memory),
 * and the stream is out of step. No packet that waits for its end is like this.
 */
const HALFWAY = "\0\0";

/** Takes the next bytes of the stream. Returns why the connection must end, or "" when it goes on. */
export function decode(client: Client, chunk: string): string {
  if (client.rest === HALFWAY) return "stopped in the middle of a packet";
  const bytes = client.rest === "" ? chunk : client.rest + chunk;
  client.rest = HALFWAY;
  const end = bytes.length;
  let at = 0;
  let fault = "";
  while (fault === "") {
    if (client.skip > 0) {
      const skipped = Math.min(client.skip, end - at);
      client.skip -= skipped;
      at += skipped;
    }
    if (at + 1 >= end) break;
    if (client.skipTail > 0) {
      acknowledgeSkipped(client, bytes, at);
      continue;
    }
    const header = bytes.charCodeAt(at);
    let length = bytes.charCodeAt(at + 1);
    let body = at + 2;
    if (length > 127) {
      length = longLength(bytes, at + 1, end);
      if (length === INCOMPLETE) break;
      if (length === OVERLONG) fault = MALFORMED;
      while (bytes.charCodeAt(body - 1) > 127) body += 1;
    }
    const next = body + length;
    if (fault !== "" || client.state < GREETING) break;
    if (client.state === GREETING) {
      // Nothing else may come first [MQTT-3.2.0-1].
      if (header !== CONNACK || length !== 2) fault = MALFORMED;
      else if (next > end) break;
      else if (bytes.charCodeAt(body) > 1) fault = MALFORMED;
      else fault = greeted(client, bytes.charCodeAt(body) === 1, bytes.charCodeAt(body + 1));
    } else if (next - at > client.packetBytes) {
      if (body + 2 > end) break;
      fault = skip(client, header, readUint16(bytes, body), body - at, length);
      continue;
    } else {
      if (next > end) break;
      fault = take(client, header, bytes, body, next);
    }
    at = next;
  }
  // Unless a handler has ended the connection: nothing of it may reach the next one.
  if (client.state >= GREETING) client.rest = bytes.substring(at);
  return fault;
}

/** The remaining length whose bytes begin at `at`. */
function longLength(bytes: string, at: number, end: number): number {
  let value = 0;
  let weight = 1;
  let i = at;
  while (i < end && i < at + 4 && bytes.charCodeAt(i) > 127) {
    value += (bytes.charCodeAt(i) - 128) * weight;
    weight = weight * 128;
    i += 1;
  }
  if (i === at + 4) return OVERLONG;
  return i < end ? value + bytes.charCodeAt(i) * weight : INCOMPLETE;
}

/**
 * Begins to pass over a packet that is longer than this device takes. Where its QoS asks for an acknowledgement it is
 * given one all the same, or the broker would send it for ever. `headerLength` counts its fixed header.
 */
function skip(
  client: Client,
  header: number,
  topicLength: number,
  headerLength: number,
  length: number,
): string {
  if (header < PUBLISH || header >= PUBACK) return MALFORMED;
  client.skips += 1;
  const qos = (header >> 1) & 3;
  const tail = length - 2 - topicLength;
  if (qos === 0) {
    client.skip = headerLength + length;
    return tail < 0 ? MALFORMED : "";
  }
  client.skip = headerLength + 2 + topicLength;
  client.skipTail = tail;
  return qos !== 1 || tail < 2 ? MALFORMED : "";
}

/** At the identifier of a packet that is passed over. */
function acknowledgeSkipped(client: Client, bytes: string, at: number): void {
  send(client, puback(bytes, at));
  client.skip = client.skipTail;
  client.skipTail = 0;
}

function puback(bytes: string, at: number): string {
  return String.fromCharCode(PUBACK, 2, bytes.charCodeAt(at), bytes.charCodeAt(at + 1));
}

/** One whole packet: its first byte, and its body from `body` to `end`. */
function take(client: Client, header: number, bytes: string, body: number, end: number): string {
  if (header >= PUBLISH && header < PUBACK) return takePublish(client, header, bytes, body, end);
  const length = end - body;
  if (header === PUBACK && length === 2) acknowledged(client, readUint16(bytes, body));
  else if (header === SUBACK && length > 2) return subscribed(client, bytes, body, end) ? "" : MALFORMED;
  else if (header === PINGRESP && length === 0) client.pinging = false;
  else if (header !== UNSUBACK || length !== 2) return MALFORMED;
  return "";
}

function takePublish(client: Client, header: number, bytes: string, body: number, end: number): string {
  if (body + 2 > end) return MALFORMED;
  const qos = (header >> 1) & 3;
  const topicEnd = body + 2 + readUint16(bytes, body);
  const payloadAt = qos === 0 ? topicEnd : topicEnd + 2;
  // QoS 2 is not subscribed to, and a topic has at least one character.
  if (payloadAt > end || topicEnd === body + 2 || qos > 1) return MALFORMED;
  route(client, bytes.substring(body + 2, topicEnd), bytes.substring(payloadAt, end), header % 2 === 1);
  // After the handler has run: a message that restarts the device is delivered again.
  if (qos === 1 && client.state === CONNECTED) send(client, puback(bytes, topicEnd));
  return "";
}
