// The client of these proofs as a program in the device language: it is called with what happens to it, and
// answers with all that it said and did. So one tape of calls and answers is the same on every engine.

import { type Client, type ClientHost, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket, LEVEL_3_1_1, LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { releaseAnswer } from "../../../../src/mqtt/program/answer-in-turn.ts";
import { arrivalOf } from "../../../../src/mqtt/program/arrival.ts";
import { type Answer, holdAnswer } from "../../../../src/mqtt/program/late-answers.ts";
import { type Publication, topicOf } from "../../../../src/mqtt/publication.ts";
import { MOST_UNRELEASED } from "../../../../src/mqtt/qos2-received-ids.ts";
import { type Subscriber, subscribe, unsubscribe } from "../../../../src/mqtt/subscriptions.ts";
import { limitProperties, sessionProperties } from "../../../../src/mqtt/version-5/connect-properties.ts";
import { NEVER } from "../../../../src/mqtt/version-5/property-bytes.ts";
import { adopt } from "../../../../src/mqtt/version-5/publish-start.ts";
import { sessionPublication, TOPICS } from "./topics.ts";

const KEEP_ALIVE_S = 10;
/** Small enough for a short schedule to fill them. */
const SLOTS = 12;
const RING_BYTES = 240;
const PACKET_BYTES = 256;
const LINK_BYTES = 200;
/** By which a handler refuses. */
const NOT_AUTHORIZED = 0x87;

let client: Client;
let publications: Publication[] = [];
/** Do handlers take their time? The answers that wait for those that are not done. */
let takesTime = false;
let slow: Answer[] = [];
/** What was said and done since the call began: each a letter, its length, a colon and itself. */
let said = "";
/** The last draw: a generator of its own, so that it draws the same everywhere. */
let drawn = 1;

function say(what: string, text: string): void {
  said = said + what + text.length + ":" + text;
}

function writeLink(bytes: string): void {
  say("w", bytes);
}

function closeLink(): void {
  say("x", "");
}

function connectLink(this: void, _: ClientHost): void {
  say("c", "");
}

function chance(this: void, _: ClientHost, below: number): number {
  drawn = (drawn * 75 + 74) % 65537;
  return drawn % below;
}

function greeted(this: void, _: ClientHost, present: boolean): string {
  say("g", (present ? "kept " : "new ") + client.connection.connects);
  return "";
}

function lost(this: void, _: ClientHost, reason: string): void {
  say("l", reason);
}

function dropped(this: void, _: ClientHost, publication: Publication, cause: number): void {
  say("d", cause + topicOf(publication));
}

function ignoreTwo(this: void, _: ClientHost, __: string): void {}

function deliver(this: void, _: Subscriber, payload: string): void {
  const arrival = arrivalOf(client);
  say("m", arrival.qos + " " + arrival.id + " " + payload);
  if (!takesTime || arrival.qos === 0 || isQuick(payload)) return;
  slow.push(holdAnswer(client));
  say("h", arrival.qos + " " + arrival.id + " " + payload);
}

/**
 * Of its messages, which are numbers, one in five is done with at once, behind those that take their time.
 * @inline
 */
function isQuick(payload: string): boolean {
  return payload.charCodeAt(payload.length - 1) % 4 === 3;
}

/** A handler is done, by its number. */
function finish(index: number, reason: number): void {
  const answer = slow[index];
  const others: Answer[] = [];
  for (const slowAnswer of slow) {
    if (slowAnswer !== answer) others.push(slowAnswer);
  }
  slow = others;
  releaseAnswer(client, answer, reason);
}

function ignore(this: void, _: Subscriber, __: string): void {}

const host: ClientHost = {
  connectLink,
  chance,
  greeted,
  lost,
  dropped,
  granted: ignoreTwo,
  skipped: ignoreTwo,
};
const hearer: Subscriber = { deliver };
const nobody: Subscriber = { deliver: ignore };

/** Every other life in MQTT 5.0, with 3.1.1 before it or after it in the same session. */
function greetingOf(seed: number): string {
  return connectPacket({
    clientId: "device",
    cleanSession: false,
    keepAlive: KEEP_ALIVE_S,
    level: seed % 2 === 0 ? LEVEL_3_1_1 : LEVEL_5,
    properties: sessionProperties(NEVER) + limitProperties(PACKET_BYTES, MOST_UNRELEASED),
  });
}

/** A client without a memory, whose session the broker is to keep. */
function begin(seed: number, now: number): void {
  const greeting = greetingOf(seed);
  client = createClient({ writeLink, closeLink }, host, greeting, KEEP_ALIVE_S, {
    slots: SLOTS,
    bytes: RING_BYTES,
    packetBytes: PACKET_BYTES,
    linkBytes: LINK_BYTES,
  });
  drawn = (seed % 65536) + 1;
  takesTime = false;
  slow = [];
  publications = [];
  for (const topic of TOPICS) {
    const publication = sessionPublication(topic);
    publications.push(publication);
    adopt(client, publication, publications.length);
  }
  connect(client, now);
}

/**
 * Something happens to the client at `now`, then what time asks for. "listen" hears what comes, "subscribe"
 * does not. Answers with the outcome of a publish, the wait, where the client stands, and behind a bar with
 * all that was said and done.
 */
export function act(this: void, what: string, text: string, number: number, now: number): string {
  let outcome = "";
  said = "";
  if (what === "begin") begin(number, now);
  else if (what === "publish") {
    pollConnection(client, now);
    outcome = publish(client, publications[number], text);
  } else if (what === "take time") takesTime = number !== 0;
  else if (what === "finish") {
    pollConnection(client, now);
    finish(number, text === "" ? 0 : NOT_AUTHORIZED);
  } else if (what === "listen") subscribe(client, text, number, hearer);
  else if (what === "subscribe") subscribe(client, text, number, nobody);
  else if (what === "unsubscribe") unsubscribe(client, text);
  else if (what === "opened") linkOpened(client, now);
  else if (what === "received") linkReceived(client, text, now);
  else if (what === "drained") linkDrained(client, now);
  else if (what === "closed") linkClosed(client, text, now);
  else if (what === "network") networkChanged(client, number !== 0, now);
  const wait = pollConnection(client, now);
  return outcome + "," + wait + "," + standing() + "|" + said;
}

function standing(): string {
  const ring = client.ring;
  return (
    client.connection.state +
    "," +
    client.link.pending +
    "," +
    ring.put +
    "," +
    ring.done +
    "," +
    ring.bytes +
    "," +
    client.outcomes.repeats +
    "," +
    client.qos2ReceivedIds.ids.length
  );
}

/** For whoever weighs it. */
export function clientOfSession(): Client {
  return client;
}
