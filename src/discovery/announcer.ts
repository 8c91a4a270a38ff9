// The announcer: describes the device to Home Assistant, after each connect and when
// Home Assistant has started.
//
// One message goes out whenever the link is idle, so that none waits in memory. First what was announced
// before and is gone is taken back: the device keeps in its storage what it announced last.
import { later } from "../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { type Health, noteChange } from "../device/run/health.ts";
import { QOS1 } from "../features.ts";
import { forgetKicks } from "../mqtt/backoff.ts";
import { announcementLimit, LEAST_UNTAKEN_BYTES, limitAnnouncements } from "../mqtt/broker-packet-limit.ts";
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { isNarrowed } from "../mqtt/in-flight.ts";
import { isPinging, ping } from "../mqtt/keep-alive.ts";
import { send } from "../mqtt/link.ts";
import { afterProperties } from "../mqtt/protocol.ts";
import { prepare, publishPacket } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import { announcedMessages, announcementPayload, birthTopic, isAnnounced } from "./messages.ts";

/** A device that is announced. */
export interface Announcer {
  ports: Ports;
  client: Client;
  /** The device's identity, and where its topics begin. */
  id: string;
  root: string;
  /** @inline */
  health: Health;
  /** @inline */
  announcing: Announcing;
}

/** How far it has been announced on this connection. */
export interface Announcing {
  /** What is announced: the declaration of a device that is. */
  declaration: DeviceDeclaration | undefined;
  /** The message that goes out next, from 0; or one of the states below. */
  next: number;
  /**
   * Bytes of the message that is out and may end the connection; of the one that ended the last; 0 is none
   * (mqtt/broker-packet-limit.ts).
   */
  unsure: number;
  doubted: number;
  /** The message that ended connections and is left out, and why; "" is none. */
  leftOut: string;
  /** Bytes of the last record that were looked through for what is gone. */
  lookedThrough: number;
  /** In the state `SOON`: when. */
  announceAt: number;
}

/** All is announced. */
export const ANNOUNCED = -1;
/** Home Assistant has started: it is told everything in a moment. */
export const SOON = -2;
/** The device is not announced. */
const NEVER = -3;

/** In the state `NEVER`, as every device is until `startAnnouncer`. */
export function createAnnouncing(now: number): Announcing {
  return {
    declaration: undefined,
    next: NEVER,
    unsure: 0,
    doubted: 0,
    leftOut: "",
    lookedThrough: 0,
    announceAt: now,
  };
}

/** The record of what was announced last. */
const RECORD = "announced";
/** Home Assistant says "online" some time before it listens to everything; not all devices answer at once. */
const GRACE_MS = 2000;
const JITTER_MS = 5000;

/** Listens for Home Assistant. */
interface BirthListener extends Subscriber {
  announcer: Announcer;
}

/**
 * Makes the device known from its next connection on, if it declares so and its identity can be written in
 * discovery topics. Until then the announcer is in the state `NEVER`.
 */
export function startAnnouncer(announcer: Announcer, declaration: DeviceDeclaration): void {
  if (!isAnnounced(declaration)) return;
  if (!isPlain(announcer.id) || !isQuotable(announcer.root)) {
    announcer.ports.log("not announced: the identity has other characters than a-z, A-Z, 0-9, _ and -");
    return;
  }
  announcer.announcing.declaration = declaration;
  announcer.announcing.next = ANNOUNCED;
  const listener: BirthListener = { announcer, deliver: heardHomeAssistant };
  subscribe(announcer.client, birthTopic(declaration), 0, listener);
}

/** An announcer that was started announces this one in place of its own. */
export function announceInstead(announcer: Announcer, declaration: DeviceDeclaration): void {
  if (announcer.announcing.declaration !== undefined) announcer.announcing.declaration = declaration;
}

/** Is the text made of what a discovery topic may hold? */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    const isDigit = char >= 48 && char <= 57;
    const isLetter = (char >= 65 && char <= 90) || (char >= 97 && char <= 122);
    if (!isDigit && !isLetter && char !== 45 && char !== 95) return false;
  }
  return true;
}

/** Can the text stand between quotes in JSON as it is? */
function isQuotable(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 32) return false;
  }
  return text.indexOf('"') < 0 && text.indexOf("\\") < 0;
}

/** A message on Home Assistant's status topic. One that the broker had kept says nothing about now. @cold */
function heardHomeAssistant(listener: BirthListener, payload: string, retained: boolean): void {
  if (payload !== "online" || retained) return;
  const announcer = listener.announcer;
  const ports = announcer.ports;
  announcer.announcing.announceAt = later(ports.milliseconds(), GRACE_MS + ports.draw(JITTER_MS));
  announcer.announcing.next = SOON;
  ports.wake(1);
}

/** A connection has begun, or Home Assistant has: everything is to be announced. */
export function beginAnnouncing(announcer: Announcer): void {
  if (announcer.announcing.next === NEVER) return;
  announcer.announcing.next = 0;
  announcer.announcing.lookedThrough = 0;
  announcer.announcing.unsure = 0;
}

/** May the next message go out, for all that is known of those before it? @cold */
export function settleDoubt(announcer: Announcer): boolean {
  const client = announcer.client;
  if (QOS1 && isNarrowed(client)) {
    // Asked again when something has come in.
    announcer.announcing.unsure = 1;
    return false;
  }
  if (announcer.announcing.unsure === 0) return true;
  if (isPinging(client)) return false;
  if (announcer.announcing.unsure === announcer.announcing.doubted) announcer.announcing.doubted = 0;
  announcer.announcing.unsure = 0;
  return true;
}

/**
 * The broker has closed the connection. Where it has done so twice when the same message had come, none as
 * long goes out until the broker may be another. @cold
 */
export function suspectAnnouncement(announcer: Announcer): void {
  const client = announcer.client;
  const bytes = announcer.announcing.unsure;
  announcer.announcing.unsure = 0;
  if (!isConnected(client) || bytes < LEAST_UNTAKEN_BYTES || !isPinging(client)) return;
  forgetKicks(client);
  if (announcer.announcing.doubted === bytes) limitAnnouncements(client, bytes);
  announcer.announcing.doubted = bytes;
}

/** Hands the next message to the link, which is idle. True when all are out. @cold */
export function announceNext(announcer: Announcer): boolean {
  const client = announcer.client;
  const packet = nextPacket(announcer);
  if (packet === "") return true;
  send(client, packet);
  if (announcer.announcing.unsure > 0) ping(client);
  return false;
}

/**
 * The packet that goes out next; "" when all are out. The record, the payload and the packet are the longest
 * texts that a device makes: each is let go before the next but one is made. @cold
 */
function nextPacket(announcer: Announcer): string {
  const client = announcer.client;
  const gone = announcer.announcing.next === 0 ? nextRemoval(announcer) : "";
  if (gone !== "") return gone;
  const topic = nextTopic(announcer);
  if (topic === "") return "";
  const payload = announcementPayload(announcer, announcer.announcing.next);
  announcer.announcing.next += 1;
  const bytes = topic.length + 2 + payload.length;
  if (bytes >= announcementLimit(client)) {
    announcer.announcing.leftOut =
      topic + ", " + bytes + " bytes: the broker ends the connection when it comes";
    noteChange(announcer.health);
    return nextPacket(announcer);
  }
  // A connection before did not last, and this may be why.
  if (client.backoff.attempts > 1 || announcer.announcing.doubted > 0) announcer.announcing.unsure = bytes;
  return retained(client, topic, payload);
}

/**
 * The topic of the message that goes out next. Behind the last one all is announced, which is kept, and it is
 * "". @cold
 */
function nextTopic(announcer: Announcer): string {
  const messages = announcedMessages(announcer);
  const line = lineOf(messages, announcer.announcing.next);
  if (line === "") {
    if (announcer.ports.readRecord(RECORD) !== messages) announcer.ports.writeRecord(RECORD, messages);
    announcer.announcing.next = ANNOUNCED;
  }
  return line.substring(0, line.indexOf(" "));
}

/** Line `index` of a record; "" behind the last. @cold */
function lineOf(record: string, index: number): string {
  let rest = record;
  for (let i = 0; i < index; i++) rest = rest.substring(rest.indexOf("\n") + 1);
  return rest === "" ? "" : rest.substring(0, rest.indexOf("\n"));
}

/**
 * The packet that takes back what is gone from a message of the last record; "" when all of them were looked
 * through. @cold
 */
function nextRemoval(announcer: Announcer): string {
  const messages = announcedMessages(announcer);
  const last = announcer.ports.readRecord(RECORD);
  if (last === undefined || last === messages) return "";
  let packet = "";
  while (packet === "" && announcer.announcing.lookedThrough < last.length) {
    const line = lineOf(last.substring(announcer.announcing.lookedThrough), 0);
    announcer.announcing.lookedThrough += line.length + 1;
    packet = removal(announcer, line, "\n" + messages);
  }
  return packet;
}

/** @cold */
function removal(announcer: Announcer, line: string, messages: string): string {
  const topic = line.substring(0, line.indexOf(" "));
  const place = messages.indexOf("\n" + topic + " ");
  // A message that is no more, with all that was in it.
  if (place < 0) return retained(announcer.client, topic, "");
  const kept = lineOf(messages.substring(place + 1), 0);
  let components = "";
  let rest = line.substring(topic.length + 1);
  while (rest !== "") {
    const word = rest.substring(0, rest.indexOf(" "));
    const colon = word.indexOf(":");
    if (kept.indexOf(" " + word + " ") < 0)
      components =
        components +
        (components === "" ? '"' : ',"') +
        word.substring(0, colon) +
        '":{"p":"' +
        word.substring(colon + 1) +
        '"}';
    rest = rest.substring(word.length + 1);
  }
  if (components === "") return "";
  return retained(
    announcer.client,
    topic,
    '{"dev":{"ids":"' + announcer.id + '"},"o":{"name":"ringmote"},"cmps":{' + components + "}}",
  );
}

/** @cold */
function retained(client: Client, topic: string, payload: string): string {
  const publication = prepare(topic, 0, true, "reject");
  return publishPacket(publication, afterProperties(client, payload));
}

/** Is something still to be announced? */
export function isBeingAnnounced(announcing: Announcing): boolean {
  return announcing.next > ANNOUNCED || announcing.next === SOON;
}

/** What was too long for the broker may be tried again. @inline */
export function forgetLeftOut(announcer: Announcer): void {
  announcer.announcing.leftOut = "";
}
