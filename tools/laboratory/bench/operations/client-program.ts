// The MQTT client alone, connected to nothing, in the device language: no device, no parts, no platform.
//
// What a person would use of it is all there: will, keep-alive, backoff, the ring of QoS 1, subscriptions.
// The link takes bytes and does nothing, and so does the subscriber, so that what is counted is the client.
import { uint16 } from "../../../../src/bytes/integers.ts";
import { type Client, type ClientHost, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket, LEVEL_3_1_1 } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { linkClosed, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { publishOnce } from "../../../../src/mqtt/publish-once.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { adopt } from "../../../../src/mqtt/version-5/publish-start.ts";

/** The ring of an ESP8266. Whoever builds may set others. */
export const SLOTS = 8;
export const RING_BYTES = 512;
/**
 * The version of MQTT that it speaks, and a CONNACK of a new session in it. Whoever builds may set another.
 */
export const LEVEL = LEVEL_3_1_1;
export const CONNACK = "\x20\x02\x00\x00";

const PACKET_BYTES = 512;
/** A link that never has to drain. */
const NO_BOUND = 2000000000;
const KEEP_ALIVE_S = 60;
/** Longer than any pause before an attempt. */
const PAST_THE_PAUSE_MS = 61000;
const TOPIC = "home/room1/temp";

let now = 1000000;
let written = 0;
let delivered = 0;

/** @hot */
function writeLink(bytes: string): void {
  written += bytes.length;
}

function closeLink(): void {}

function ignore(this: void, _: ClientHost): void {}

function ignoreTwo(this: void, _: ClientHost, __: unknown): void {}

function least(this: void, _: ClientHost, __: number): number {
  return 0;
}

function silent(this: void, _: ClientHost, __: boolean): string {
  return "";
}

/** @hot */
function deliver(this: void, _: Subscriber, payload: string): void {
  delivered += payload.length;
}

const host: ClientHost = {
  connectLink: ignore,
  chance: least,
  greeted: silent,
  lost: ignoreTwo,
  dropped: ignoreTwo,
  granted: ignoreTwo,
  skipped: ignoreTwo,
};
const subscriber: Subscriber = { deliver };

const greeting = connectPacket({
  clientId: "room1",
  cleanSession: false,
  keepAlive: KEEP_ALIVE_S,
  level: LEVEL,
  will: { topic: "home/room1/status", payload: "offline", qos: 1, retain: true },
});
const client: Client = createClient({ writeLink, closeLink }, host, greeting, KEEP_ALIVE_S, {
  slots: SLOTS,
  bytes: RING_BYTES,
  packetBytes: PACKET_BYTES,
  linkBytes: NO_BOUND,
});
const zero = prepare(TOPIC, 0, false, "reject");
const one = prepare(TOPIC, 1, false, "reject");
// In 5.0 each has a topic alias.
adopt(client, zero, 1);
adopt(client, one, 2);

/** @hot */
function toZero(this: void, payload: string): void {
  publish(client, zero, payload);
}

/** For a topic that is published to once: what peers do each time. */
function toNew(this: void, payload: string): void {
  publishOnce(client, TOPIC, false, payload);
}

/** @hot */
function toOne(this: void, payload: string): void {
  publish(client, one, payload);
}

/** @hot */
function bytesIn(this: void, bytes: string): void {
  linkReceived(client, bytes, now);
}

function open(this: void, _: string): void {
  now = now + PAST_THE_PAUSE_MS;
  pollConnection(client, now);
  linkOpened(client, now);
}

function lose(this: void, reason: string): void {
  linkClosed(client, reason, now);
}

/**
 * The first SUBSCRIBE leaves at once; the others wait for its SUBACK, and leave some at a time, each behind
 * the next one.
 */
function listen(this: void, count: number): void {
  for (let room = 1; room <= count; room++) subscribe(client, "home/room" + room + "/temp", 0, subscriber);
  while (client.subscriptions.requested !== 0) {
    let codes = "";
    while (codes.length < client.subscriptions.requestedFilters) codes = codes + "\0";
    bytesIn("\x90" + String.fromCharCode(2 + codes.length) + uint16(client.subscriptions.requested) + codes);
  }
}

function bytesOut(this: void): number {
  return written;
}

function payloadsIn(this: void): number {
  return delivered;
}

function nothing(this: void, _: string): void {}

function onlyWrite(this: void, bytes: string): void {
  writeLink(bytes);
}

publishZero = toZero;
publishNew = toNew;
publishOne = toOne;
receiveBytes = bytesIn;
subscribeTo = listen;
openStream = open;
loseStream = lose;
countWritten = bytesOut;
countDelivered = payloadsIn;
doNothing = nothing;
writeBytes = onlyWrite;

connect(client, now);
networkChanged(client, true, now);
open("");
bytesIn(CONNACK);
