// The MQTT client alone beside a broker that means well, in the device language: mutated packets are fed to it.
//
// After each call it looks at itself: nothing may have grown past its limit, and nothing may leave through a closed link.
import { later } from "../../../src/bytes/milliseconds.ts";
import { PARTS, QOS2 } from "../../../src/features.ts";
import {
  type Client,
  type ClientHost,
  CONNECTED,
  createClient,
  GREETING,
  OPENING,
  WAITING,
} from "../../../src/mqtt/client.ts";
import { connectPacket } from "../../../src/mqtt/connect-packet.ts";
import {
  connect,
  linkClosed,
  linkDrained,
  linkOpened,
  linkReceived,
  networkChanged,
  pollConnection,
} from "../../../src/mqtt/connection.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { HIGH_PRIORITY, type Overflow, type Publication, prepare } from "../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../src/mqtt/subscriptions.ts";

const SLOTS = 8;
const RING_BYTES = 512;
const PACKET_BYTES = 256;
const LINK_BYTES = 400;
const KEEP_ALIVE_S = 60;
const DEADLINE_MS = 20000;
/** Identifiers of QoS 2 that are remembered, of two bytes each. */
const UNRELEASED_BYTES = 64;
/** What may wait for the link at most: its bound, the longest message, acknowledgements, and one packet of our own. */
const PENDING_BYTES = LINK_BYTES + RING_BYTES + 512 + 256;
/** Packets that one chunk may make the client hand out or write, besides one for each of its bytes. */
const CALLS_BESIDES = 24;
/** Rounds of answers after which everything that is kept must have been acknowledged. */
const ROUNDS = 40;

/** What the subscriber of this topic is told, it publishes again from inside of its handler. */
const ECHO = "c/echo";
const PROBED = "home/dev/heater/set";

let client: Client;
let zero: Publication;
/** Refused when the ring is full, never dropped; at QoS 2 where there is that. */
let alarm: Publication;
let kept: Publication[] = [];
let now = 0;
let isOpen = false;
/** What the client has written and the broker has not taken. */
let written = "";
let writes = 0;
let writtenBytes = 0;
let deliveries = 0;
let deliveredBytes = 0;
let probes = 0;
/** Where the last part of a long payload ended. */
let partsEnd = 0;
let subscriptions = 0;
let turn = 0;
/** The first promise that was broken, in words. */
let fault = "";

function blame(sentence: string): void {
  if (fault === "") fault = sentence;
}

function writeLink(bytes: string): void {
  if (!isOpen) blame("wrote to a link that is not open");
  writes += 1;
  writtenBytes += bytes.length;
  written = written + bytes;
}

function closeLink(): void {
  isOpen = false;
}

function connectLink(this: void, _: ClientHost): void {
  if (isOpen) blame("opened a link beside one that is open");
}

function chance(this: void, _: ClientHost, below: number): number {
  turn = (turn + 7919) % 65536;
  return turn % below;
}

function greeted(this: void, _: ClientHost, __: boolean): string {
  return "";
}

function lost(this: void, _: ClientHost, reason: string): void {
  isOpen = false;
  if (reason === "") blame("lost a connection without a reason");
}

function ignore(this: void, _: ClientHost, __: unknown): void {}

function deliver(this: void, _: Subscriber, payload: string, __: boolean, topic: string): void {
  deliveries += 1;
  deliveredBytes += payload.length;
  if (payload === "probe") probes += 1;
  if (topic === ECHO) publish(client, kept[0], payload.substring(0, Math.min(payload.length, 20)));
}

/** Parts of one payload come one behind the other, up to its end; a payload that breaks off begins anew. */
function deliverPart(this: void, _: Subscriber, part: string, at: number, bytes: number): void {
  deliveries += 1;
  deliveredBytes += part.length;
  if (at !== 0 && at !== partsEnd) blame("was given parts that do not follow each other");
  partsEnd = at + part.length;
  if (partsEnd > bytes) blame("was given more than a payload has");
}

const host: ClientHost = { connectLink, chance, greeted, lost, dropped: ignore, refusedFilter: ignore };
const subscriber: Subscriber = { deliver };
const reader: Subscriber = PARTS ? { deliver, deliverPart } : subscriber;
const greeting = connectPacket({ clientId: "dev", cleanSession: false, keepAlive: KEEP_ALIVE_S });

function listen(filter: string, by: Subscriber): void {
  subscribe(client, filter, QOS2 ? 2 : 1, by);
  subscriptions += 1;
}

function keptAs(topic: string, qos: number, overflow: Overflow): Publication {
  const publication = prepare(topic, qos, false, overflow);
  kept.push(publication);
  return publication;
}

/** A new client; `flags` holds "w" when it subscribes with wildcards too. It stands before its first attempt to connect. */
export function begin(this: void, flags: string): void {
  const limits = { slots: SLOTS, bytes: RING_BYTES, packetBytes: PACKET_BYTES, linkBytes: LINK_BYTES };
  client = createClient({ writeLink, closeLink }, host, greeting, KEEP_ALIVE_S, limits);
  now = 2147000000;
  isOpen = false;
  written = "";
  writes = 0;
  writtenBytes = 0;
  deliveries = 0;
  deliveredBytes = 0;
  subscriptions = 0;
  turn = 0;
  fault = "";
  zero = prepare("dev/zero", 0, false, "reject");
  kept = [];
  keptAs("dev/latest", 1, "latest");
  keptAs("dev/oldest", 1, "oldest").deadline = DEADLINE_MS;
  keptAs("dev/thin", 1, "thin");
  alarm = keptAs("dev/alarm", QOS2 ? 2 : 1, "reject");
  alarm.priority = HIGH_PRIORITY;
  if (QOS2) keptAs("dev/newest", 2, "oldest");
  listen(PROBED, subscriber);
  listen(ECHO, subscriber);
  listen("long", reader);
  if (flags.indexOf("w") >= 0) {
    listen("a/+/c", subscriber);
    listen("w/#", subscriber);
  }
  connect(client, now);
  networkChanged(client, true, now);
}

/** Passes the time that the client asks for until its link is to be opened, and opens it: CONNECT is written. */
export function open(this: void, _: string): void {
  let polls = 0;
  while (client.state !== OPENING && client.state < GREETING && polls < 100) {
    const wait = pollConnection(client, now);
    if (wait < 1) blame("asked to be polled after no time");
    if (client.state !== OPENING) now = later(now, wait);
    polls += 1;
  }
  if (client.state === OPENING) {
    written = "";
    isOpen = true;
    linkOpened(client, now);
    if (client.pending !== greeting.length) blame("counts bytes of a link that is gone");
  }
  look();
}

/** The link breaks. */
export function lose(this: void, _: string): void {
  isOpen = false;
  linkClosed(client, "cut", now);
  written = "";
  look();
}

/** Bytes come in; nothing comes through a link that the client has closed. */
export function take(this: void, bytes: string): void {
  if (!isOpen) return;
  const before = writes + deliveries;
  linkReceived(client, bytes, now);
  if (writes + deliveries - before > bytes.length + CALLS_BESIDES) blame("did more than the bytes ask for");
  look();
}

/** Publishes at QoS 0. */
export function tell(this: void, payload: string): void {
  publish(client, zero, payload);
  look();
}

/** Publishes what is to be kept, each time under the next of the policies. */
export function keep(this: void, payload: string): void {
  turn = (turn + 7919) % 65536;
  publish(client, kept[turn % kept.length], payload);
  look();
}

/** All that was written has left. */
export function drain(this: void, _: string): void {
  if (!isOpen) return;
  linkDrained(client, now);
  look();
}

/** As many quarters of a second pass as the text has bytes. */
export function wait(this: void, text: string): void {
  now = later(now, text.length * 250);
  pollConnection(client, now);
  look();
}

/**
 * The link breaks and comes back to a broker that means well; "p": it has kept the session. Then all that is kept must be
 * acknowledged, a message must go out, and one must come in.
 */
export function settle(this: void, flags: string): void {
  lose("");
  open("");
  answerAll(flags.indexOf("p") >= 0);
  if (client.state !== CONNECTED) blame("does not connect to a broker that means well: " + client.reason);
  if (client.ring.put !== client.ring.done) blame("holds slots when all is acknowledged");
  if (client.ring.bytes !== 0) blame("holds bytes when all is acknowledged");
  if (publish(client, alarm, "probe") !== "kept") blame("does not keep a message when nothing else is kept");
  answerAll(false);
  if (client.ring.put !== client.ring.done) blame("a message was not sent, or its acknowledgement not taken");
  probe("\x32");
  // In a kept session the identifier may be one that is still to be released.
  if (QOS2 && flags.indexOf("p") < 0) probe("\x34");
}

/** A message comes in, whose first byte this is. */
function probe(header: string): void {
  const before = probes;
  take(header + "\x1c\x00\x13" + PROBED + "\x00\x07probe");
  if (probes !== before + 1) blame("was sent a message that it did not deliver once");
  answerAll(false);
}

/** Looks for what has grown past its limit. */
function look(): void {
  const ring = client.ring;
  if (client.rest.length > PACKET_BYTES) blame("keeps more of a packet than it takes");
  if (client.pending > PENDING_BYTES) blame("lets more bytes wait for the link than it may");
  if (ring.bytes > RING_BYTES || ring.bytes < 0) blame("counts " + ring.bytes + " bytes in the ring");
  if (ring.put - ring.done > SLOTS || ring.put < ring.sent || ring.sent < ring.done)
    blame("has lost count of its slots");
  if (ring.items.length > SLOTS || ring.payloads.length > SLOTS || ring.marks.length > SLOTS)
    blame("has more slots than it was given");
  if (QOS2 && client.unreleased.length > UNRELEASED_BYTES) blame("remembers too many identifiers");
  if (client.subscriptions.length !== subscriptions) blame("has other subscriptions than were made");
  if (client.state < WAITING) blame("has stopped");
  if (client.state > OPENING && !isOpen) blame("believes in a link that is closed");
}

/** Gives each packet of the client its one answer until it has no more to say. */
function answerAll(present: boolean): void {
  let rounds = 0;
  while (written !== "" && isOpen && rounds < ROUNDS) {
    const bytes = written;
    written = "";
    answer(bytes, present);
    drain("");
    rounds += 1;
  }
  if (rounds === ROUNDS) blame("has still something to say when all is answered");
}

function answer(bytes: string, present: boolean): void {
  let at = 0;
  while (at < bytes.length) {
    const header = bytes.charCodeAt(at);
    let body = at + 2;
    let length = bytes.charCodeAt(at + 1);
    if (length > 127) {
      length = length - 128 + bytes.charCodeAt(at + 2) * 128;
      body = at + 3;
    }
    const end = body + length;
    if (end > bytes.length) blame("wrote half a packet");
    take(answerTo(header, bytes, body, end, present));
    at = end;
  }
}

/** The answer to one packet of the client; "" when it asks for none. */
function answerTo(header: number, bytes: string, body: number, end: number, present: boolean): string {
  const type = header >> 4;
  const qos = (header >> 1) & 3;
  if (type === 1) return present ? "\x20\x02\x01\x00" : "\x20\x02\x00\x00";
  if (type === 3 && qos > 0) {
    const at = body + 2 + bytes.charCodeAt(body) * 256 + bytes.charCodeAt(body + 1);
    return (qos === 1 ? "\x40\x02" : "\x50\x02") + bytes.substring(at, at + 2);
  }
  const id = bytes.substring(body, Math.min(body + 2, end));
  if (type === 5) return "\x62\x02" + id;
  if (type === 6) return "\x70\x02" + id;
  if (type === 8)
    return (
      "\x90" + String.fromCharCode(2 + filtersIn(bytes, body + 2, end)) + id + codes(bytes, body + 2, end)
    );
  if (type === 10) return "\xb0\x02" + id;
  return type === 12 ? "\xd0\x00" : "";
}

function filtersIn(bytes: string, from: number, end: number): number {
  let count = 0;
  let at = from;
  while (at < end) {
    at = at + 3 + bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
    count += 1;
  }
  return count;
}

function codes(bytes: string, from: number, end: number): string {
  let granted = "";
  for (let i = filtersIn(bytes, from, end); i > 0; i--) granted = granted + "\x01";
  return granted;
}

/** What has become of the client: where it stands, what it did so far, and why its last connection ended. */
export function report(this: void): string {
  return (
    client.state +
    " " +
    writes +
    " " +
    writtenBytes +
    " " +
    deliveries +
    " " +
    deliveredBytes +
    " " +
    client.reason
  );
}

/** The first promise that was broken since `begin`, in words; "" when none was. */
export function broken(this: void): string {
  return fault;
}

/** The client's record, for whoever weighs it in Node. */
export function tortured(): Client {
  return client;
}
