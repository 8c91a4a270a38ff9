// The MQTT client alone, in the device language, and what is done to it: each step of a case is a call.
// Mutated packets are fed to it among others (`take`), and a broker that means well must find it as it should
// be (`settle`).
import { later } from "../../../../src/bytes/milliseconds.ts";
import { QOS2 } from "../../../../src/features.ts";
import { type Client, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket, LEVEL_3_1_1, LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { CONNECTED, OPENING, WAITING } from "../../../../src/mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { HIGH_PRIORITY, type Overflow, type Publication, prepare } from "../../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { limitProperties, sessionProperties } from "../../../../src/mqtt/version-5/connect-properties.ts";
import { NEVER } from "../../../../src/mqtt/version-5/property-bytes.ts";
import { adopt } from "../../../../src/mqtt/version-5/publish-start.ts";
import { answerTo, endOfPacket } from "./kind-broker.ts";
import { outgrown, TORTURE_LIMITS } from "./limits.ts";
import { giveMethod, METHOD_PROPERTY, prove as proveNow, setPrompt } from "./method.ts";
import { blame, drawn, forgetWitnessed, host, link, reader, subscriber, took, witness } from "./witness.ts";

const KEEP_ALIVE_S = 60;
const DEADLINE_MS = 20000;
/** Packets that one chunk may make the client hand out or write, besides one for each of its bytes. */
const CALLS_BESIDES = 24;
/** Rounds of answers after which everything that is kept must have been acknowledged. */
const ROUNDS = 40;

const ECHO = "c/echo";
const PROBED = "home/dev/heater/set";

let client: Client;
let greeting = "";
let method = "";
let zero: Publication;
/** Refused when the ring is full, never dropped; at QoS 2 where there is that. */
let alarm: Publication;
let kept: Publication[] = [];
let now = 0;
let subscriptions = 0;

/** Publishes what it is told again, from inside of its handler. */
function deliverEcho(this: void, _: Subscriber, payload: string): void {
  took(payload);
  publish(client, kept[0], payload.substring(0, Math.min(payload.length, 20)));
}

const echoing: Subscriber = { deliver: deliverEcho };
const MESSAGES_AT_ONCE = 20;

function connectIn(level: number): string {
  const properties = sessionProperties(NEVER) + limitProperties(TORTURE_LIMITS.packetBytes, MESSAGES_AT_ONCE);
  return connectPacket({ clientId: "dev", cleanSession: false, keepAlive: KEEP_ALIVE_S, level, properties });
}

function listen(filter: string, by: Subscriber): void {
  subscribe(client, filter, QOS2 ? 2 : 1, by);
  subscriptions += 1;
}

function keptAs(topic: string, qos: number, overflow: Overflow): Publication {
  const publication = prepare(topic, qos, false, overflow);
  kept.push(publication);
  // The broker takes two aliases.
  adopt(client, publication, kept.length);
  return publication;
}

/**
 * A new client; `flags` holds "w" when it subscribes with wildcards too, "5" when it speaks MQTT 5.0, and "m"
 * when it authenticates by a method. It stands before its first attempt to connect.
 */
export function begin(this: void, flags: string): void {
  forgetWitnessed(flags.indexOf("5") >= 0);
  greeting = connectIn(witness.is5 ? LEVEL_5 : LEVEL_3_1_1);
  client = createClient(link, host, greeting, KEEP_ALIVE_S, TORTURE_LIMITS);
  method = flags.indexOf("m") >= 0 ? METHOD_PROPERTY : "";
  if (method !== "") giveMethod(client);
  now = 2147000000;
  subscriptions = 0;
  zero = prepare("dev/zero", 0, false, "reject");
  kept = [];
  keptAs("dev/latest", 1, "latest");
  keptAs("dev/oldest", 1, "oldest").deadline = DEADLINE_MS;
  keptAs("dev/thin", 1, "thin");
  alarm = keptAs("dev/alarm", QOS2 ? 2 : 1, "reject");
  alarm.priority = HIGH_PRIORITY;
  if (QOS2) keptAs("dev/newest", 2, "oldest");
  listen(PROBED, subscriber);
  listen(ECHO, echoing);
  listen("long", reader);
  if (flags.indexOf("w") >= 0) {
    listen("a/+/c", subscriber);
    listen("w/#", subscriber);
  }
  connect(client, now);
  networkChanged(client, true, now);
}

/**
 * Passes the time that the client asks for until its link is to be opened, and opens it: CONNECT is written.
 */
export function open(this: void, _: string): void {
  let polls = 0;
  while (client.connection.state < OPENING && polls < 100) {
    const wait = pollConnection(client, now);
    if (wait < 1) blame("asked to be polled after no time");
    if (client.connection.state < OPENING) now = later(now, wait);
    polls += 1;
  }
  if (client.connection.state === OPENING) {
    witness.written = "";
    witness.isOpen = true;
    linkOpened(client, now);
    if (method === "" && client.link.pending !== greeting.length)
      blame("counts bytes of a link that is gone");
  }
  look();
}

/** The link breaks. */
export function lose(this: void, _: string): void {
  witness.isOpen = false;
  linkClosed(client, "cut", now);
  witness.written = "";
  look();
}

/** Bytes come in; nothing comes through a link that the client has closed. */
export function take(this: void, bytes: string): void {
  if (!witness.isOpen) return;
  const before = witness.writes + witness.deliveries;
  linkReceived(client, bytes, now);
  if (witness.writes + witness.deliveries - before > bytes.length + CALLS_BESIDES)
    blame("did more than the bytes ask for");
  look();
}

/** Publishes at QoS 0. */
export function tell(this: void, payload: string): void {
  publish(client, zero, payload);
  look();
}

/** Publishes what is to be kept, each time under the next of the policies. */
export function keep(this: void, payload: string): void {
  publish(client, kept[drawn(kept.length)], payload);
  look();
}

/** All that was written has left. */
export function drain(this: void, _: string): void {
  if (!witness.isOpen) return;
  linkDrained(client, now);
  look();
}

/** The port of its authentication answers, or the client authenticates again. */
export function prove(this: void, _: string): void {
  if (method !== "") proveNow(now);
  look();
}

/** As many quarters of a second pass as the text has bytes. */
export function wait(this: void, text: string): void {
  now = later(now, text.length * 250);
  pollConnection(client, now);
  look();
}

/**
 * The link breaks and comes back to a broker that means well; "p": it has kept the session. Then all that is
 * kept must be acknowledged, a message must go out, and one must come in.
 */
export function settle(this: void, flags: string): void {
  setPrompt(true);
  lose("");
  open("");
  answerAll(flags.indexOf("p") >= 0);
  if (client.connection.state !== CONNECTED)
    blame("does not connect to a broker that means well: " + client.connection.reason);
  if (client.ring.put !== client.ring.done) blame("holds slots when all is acknowledged");
  if (client.ring.bytes !== 0) blame("holds bytes when all is acknowledged");
  if (publish(client, alarm, "probe") !== "kept") blame("does not keep a message when nothing else is kept");
  answerAll(false);
  if (client.ring.put !== client.ring.done) blame("a message was not sent, or its acknowledgement not taken");
  probe("\x32");
  // In a kept session the identifier may be one that is still to be released.
  if (QOS2 && flags.indexOf("p") < 0) probe("\x34");
  setPrompt(false);
}

/** A message comes in, whose first byte this is. */
function probe(header: string): void {
  const before = witness.probes;
  take(
    header +
      (witness.is5 ? "\x1d" : "\x1c") +
      "\x00\x13" +
      PROBED +
      (witness.is5 ? "\x00\x07\0probe" : "\x00\x07probe"),
  );
  if (witness.probes !== before + 1) blame("was sent a message that it did not deliver once");
  answerAll(false);
}

/** Looks, behind each step, for what may not be, whatever came. */
function look(): void {
  const sentence = outgrown(client);
  if (sentence !== "") blame(sentence);
  if (client.subscriptions.all.length !== subscriptions) blame("has other subscriptions than were made");
  if (client.connection.state < WAITING) blame("has stopped");
  if (client.connection.state > OPENING && !witness.isOpen) blame("believes in a link that is closed");
}

/** Gives each packet of the client its one answer until it has no more to say. */
function answerAll(present: boolean): void {
  let rounds = 0;
  while (witness.written !== "" && witness.isOpen && rounds < ROUNDS) {
    const bytes = witness.written;
    witness.written = "";
    answer(bytes, present);
    drain("");
    rounds += 1;
  }
  if (rounds === ROUNDS) blame("has still something to say when all is answered");
}

function answer(bytes: string, present: boolean): void {
  let at = 0;
  while (at < bytes.length) {
    const end = endOfPacket(bytes, at);
    if (end > bytes.length) blame("wrote half a packet");
    take(answerTo(bytes, at, end, present, { is5: witness.is5, method }));
    at = end;
  }
}

/** What has become of the client: where it stands, what it did so far, and why its last connection ended. */
export function report(this: void): string {
  return (
    client.connection.state +
    " " +
    witness.writes +
    " " +
    witness.writtenBytes +
    " " +
    witness.deliveries +
    " " +
    witness.deliveredBytes +
    " " +
    client.connection.reason
  );
}

/** The first promise that was broken since `begin`, in words; "" when none was. */
export function broken(this: void): string {
  return witness.fault;
}

/** The client's record, for whoever weighs it in Node. */
export function tortured(): Client {
  return client;
}
