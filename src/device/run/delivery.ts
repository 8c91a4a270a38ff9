// Readings that survive a power cut: each is accepted by one record of the journal, goes through the ring,
// and is forgotten once the broker has it.
//
//   accepted -> waiting -> out (in the ring) -> forgotten      at QoS 2 a record says when the broker has the message, before its release
//
// What is in the journal and not in the ring yet waits there, in order: also what an earlier life has left.
import { DURABLE_HISTORY, QOS2 } from "../../features.ts";
import type { Journal } from "../../journal/journal.ts";
import {
  finishMessage,
  gatherMessage,
  heldMessages,
  isReleased,
  type Messages,
  messageAt,
  messagesIn,
  NOT_ACCEPTED,
  nameOfMessage,
  payloadOfMessage,
  releaseMessage,
} from "../../journal/messages.ts";
import type { Client } from "../../mqtt/client.ts";
import { DROPPED_UNKEPT, DROPPED_UNOWNED, DROPPED_UNTAKEN, drop } from "../../mqtt/dropped.ts";
import { isTagHeld, keepTagged } from "../../mqtt/durable.ts";
import { isShortEnough, publish } from "../../mqtt/outbox.ts";
import { EARLIER, giveTags, idOfTag } from "../../mqtt/packet-id.ts";
import { type Publication, prepare } from "../../mqtt/publication.ts";
import { releasePacket } from "../../mqtt/qos2-send.ts";
import { type Health, noteChange } from "./health.ts";
import { type Keeping, noteLost, SOME_LOST, writeNow, writeWithin } from "./keeping.ts";
import { valueTopic } from "./topics.ts";

/**
 * A message that the broker has is forgotten with the next record, or within so many milliseconds. A power
 * cut before that sends it once more, at QoS 1.
 */
const FORGET_MS = 60000;
/**
 * The same of QoS 2, where a record says already that the broker has it: a power cut before that sends the
 * release once more.
 */
const FORGET_RELEASED_MS = 86_400_000;

/** Messages that may wait beside a full ring, where the journal holds histories as well. */
const BEYOND_RING = 6;

export interface Delivery {
  client: Client;
  /** Where the topics of the device begin. */
  root: string;
  keeping: Keeping;
  health: Health;
  messages: Messages;
  /**
   * Tags of messages that are not in the ring yet, in order, and of those that are. One of an earlier life
   * has `EARLIER` added.
   */
  waiting: number[];
  out: number[];
  /** Keys of messages that the broker has, whose release an earlier life did not see answered. */
  released: number[];
  /** The ring's oldest message when it was looked at last. */
  done: number;
  /** Who publishes, by the names in the journal. */
  senders: DurableSensor[];
}

/** A sensor whose readings survive. */
export interface DurableSensor {
  delivery: Delivery;
  publication: Publication;
  name: string;
  /** Milliseconds in which its readings gather for one record; 0: each has its own. */
  within: number;
}

/** With what an earlier life has left. @cold */
export function createDelivery(
  client: Client,
  root: string,
  journal: Journal,
  keeping: Keeping,
  health: Health,
): Delivery {
  giveTags(client);
  const messages = messagesIn(journal);
  const waiting: number[] = [];
  const released: number[] = [];
  for (const key of heldMessages(messages)) {
    if (isReleased(messages, key)) released.push(key);
    else waiting.push(key + EARLIER);
  }
  return { client, root, keeping, health, messages, waiting, out: [], released, done: 0, senders: [] };
}

/** Histories have taken over all but these. @cold */
export function keepWaiting(delivery: Delivery, tags: number[]): void {
  delivery.waiting = tags;
}

/** A sensor's readings are to survive. @cold */
export function addSender(
  delivery: Delivery,
  publication: Publication,
  name: string,
  within: number,
): DurableSensor {
  const sender = { delivery, publication, name, within };
  delivery.senders.push(sender);
  return sender;
}

/** Accepts a reading, and sends it as soon as it may be. What there is no room for is dropped, and said. @cold */
export function deliver(sender: DurableSensor, payload: string): void {
  const { delivery, publication, within } = sender;
  const { client, keeping, health, messages } = delivery;
  const { journal } = messages;
  if (within > 0) writeWithin(keeping, journal, client.instant, within);
  const key = gathered(delivery, sender.name, payload);
  if (key === NOT_ACCEPTED) {
    drop(client, publication, DROPPED_UNKEPT);
    return;
  }
  // Flash that takes nothing any more is a problem, and the reading goes its usual way.
  if (within === 0 && !writeNow(keeping, journal, health)) {
    publish(client, publication, payload);
    return;
  }
  // At QoS 2 nothing goes out before its record: an identifier must not be forgotten.
  const goesAtOnce = delivery.waiting.length === 0 && (within === 0 || publication.qos === 1);
  if (goesAtOnce && moveToRing(delivery, publication, payload, key)) return;
  delivery.waiting.push(key);
}

/** Where a record has no room for it, what is gathered is written first. @cold */
function gathered(delivery: Delivery, name: string, payload: string): number {
  const { keeping, health, messages } = delivery;
  if (DURABLE_HISTORY && isFull(delivery)) return NOT_ACCEPTED;
  const key = gatherMessage(messages, name, payload);
  if (key !== NOT_ACCEPTED || messages.journal.keys.length === 0) return key;
  writeNow(keeping, messages.journal, health);
  return gatherMessage(messages, name, payload);
}

/**
 * The rest of the journal's keys is for values, and for parts of histories, which have room whatever else
 * waits. @cold
 */
function isFull({ client, waiting, out, released }: Delivery): boolean {
  return waiting.length + out.length + released.length >= client.ring.slots + BEYOND_RING;
}

/** Drops one that the broker does not take. Returns false if the ring is full. @cold */
function moveToRing(delivery: Delivery, publication: Publication, payload: string, tag: number): boolean {
  const { client } = delivery;
  if (!isShortEnough(client, publication, payload.length)) {
    drop(client, publication, DROPPED_UNTAKEN);
    finish(delivery, tag % EARLIER);
    return true;
  }
  if (!keepTagged(client, publication, payload, tag)) return false;
  delivery.out.push(tag);
  return true;
}

/** Forgets what has left the ring, and puts what waits into it as far as there is room. */
export function pollDelivery(delivery: Delivery): void {
  const { ring } = delivery.client;
  if (ring.done !== delivery.done) settle(delivery);
  if (delivery.waiting.length > 0) putWaiting(delivery);
}

/** @cold */
function settle(delivery: Delivery): void {
  const { ring } = delivery.client;
  const { out } = delivery;
  delivery.done = ring.done;
  delivery.out = [];
  for (const tag of out) {
    if (isTagHeld(delivery.client, tag)) delivery.out.push(tag);
    else finish(delivery, tag % EARLIER);
  }
}

/** The message of this key is done: it is forgotten with what is written next. @cold */
export function finish({ keeping, health, messages, client }: Delivery, key: number): void {
  const { journal } = messages;
  const isKnown = QOS2 && isReleased(messages, key);
  writeWithin(keeping, journal, client.instant, isKnown ? FORGET_RELEASED_MS : FORGET_MS);
  if (finishMessage(messages, key)) return;
  writeNow(keeping, journal, health);
  finishMessage(messages, key);
}

/** @cold */
function putWaiting(delivery: Delivery): void {
  const { waiting, messages } = delivery;
  let put = 0;
  let hasRoom = true;
  while (hasRoom && put < waiting.length) {
    const tag = waiting[put] as number;
    hasRoom = !isGathered(messages.journal, tag) && sendOrForget(delivery, tag);
    if (hasRoom) put += 1;
  }
  if (put === 0) return;
  delivery.waiting = [];
  for (let i = put; i < waiting.length; i++) delivery.waiting.push(waiting[i] as number);
}

/** Is it not written yet? @cold */
function isGathered({ keys }: Journal, tag: number): boolean {
  for (const key of keys) {
    if (key === tag) return true;
  }
  return false;
}

/**
 * Forgets one whose sensor this image does not have, or that cannot be read any more, and says so. Returns
 * false if the ring is full. @cold
 */
function sendOrForget(delivery: Delivery, tag: number): boolean {
  const message = messageAt(delivery.messages, tag % EARLIER);
  const name = nameOfMessage(message);
  for (const { name: own, publication } of delivery.senders) {
    if (own === name) return moveToRing(delivery, publication, payloadOfMessage(message), tag);
  }
  tellUnowned(delivery, name);
  finish(delivery, tag % EARLIER);
  return true;
}

/** It has no publication: its name says what is lost, unless that cannot be read any more. @cold */
function tellUnowned({ client, root, keeping, health }: Delivery, name: string): void {
  if (name !== "") {
    drop(client, prepare(valueTopic(root, name), 1, false, "reject"), DROPPED_UNOWNED);
    return;
  }
  noteLost(keeping, SOME_LOST);
  noteChange(health);
}

/** Is any of it still to come to the broker? */
export function isOwing({ waiting, out }: Delivery): boolean {
  return waiting.length + out.length > 0;
}

/**
 * The broker has the message that is out under this identifier: before its release goes out, its record says
 * so. @cold
 */
export function noteReceived(delivery: Delivery, id: number): void {
  for (const tag of delivery.out) {
    if (idOfTag(tag, 2) === id) {
      releaseMessage(delivery.messages, tag % EARLIER);
      writeNow(delivery.keeping, delivery.messages.journal, delivery.health);
    }
  }
}

/** The broker has answered a release: one of an earlier life is done. @cold */
export function noteCompleted(delivery: Delivery, id: number): void {
  const { released } = delivery;
  delivery.released = [];
  for (const key of released) {
    if (idOfTag(key, 2) === id) finish(delivery, key);
    else delivery.released.push(key);
  }
}

/**
 * What goes out first on a connection: releases that an earlier life did not see answered; in a new session
 * they are of no use. @cold
 */
export function releasesOf(delivery: Delivery, present: boolean): string {
  let packets = "";
  for (const key of delivery.released) {
    if (present) packets += releasePacket(idOfTag(key, 2));
    else finish(delivery, key);
  }
  if (!present) delivery.released = [];
  return packets;
}
