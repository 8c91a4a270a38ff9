// The parts of a durable history in the journal: each is a message there, from its first reading with a known
// time until the broker has it.
import { uint16 } from "../../bytes/integers.ts";
import { STATES } from "../../features.ts";
import {
  messageAt,
  messageOf,
  NOT_ACCEPTED,
  nameOfMessage,
  payloadOfMessage,
  takeKey,
} from "../../journal/messages.ts";
import { valueKey } from "../../journal/value-keys.ts";
import { EARLIER } from "../../mqtt/packet-id.ts";
import { type Delivery, finish, keepWaiting } from "./delivery.ts";
import { dayOf, isDated, partsFor, placeOf } from "./history-part.ts";
import { gatherValue, writeNow, writeWithin } from "./keeping.ts";

export interface KeptHistory {
  delivery: Delivery;
  /** In the journal: "temperature/history". */
  name: string;
  /** Says how the values are to be read, in front of each part. Parts of another form are not of this history. */
  form: string;
  /** Milliseconds in which readings gather for one record; 0: each is written at once. */
  within: number;
  /**
   * By the places of the history's ring: the key of the part's message, or `NOT_ACCEPTED` where it is not in
   * the journal.
   */
  keys: number[];
}

/** What is in the journal of a sensor's history, the oldest first. */
interface KeptParts {
  keys: number[];
  parts: string[];
}

/** A sensor that may have a history; times in milliseconds. */
interface KeepingSensor {
  options: { every: number; history?: { keep: number; every?: number; durable?: true | { within: number } } };
}

/** Parts of histories that survive, at most. @cold */
export function keptParts(sensors: readonly KeepingSensor[]): number {
  let parts = 0;
  for (const { options } of sensors) {
    const { history } = options;
    if (history !== undefined && history.durable !== undefined)
      parts += partsFor(history.keep, history.every === undefined ? options.every : history.every);
  }
  return parts;
}

/** Of a sensor of this name, with `most` places. @cold */
export function createKeptHistory(
  delivery: Delivery,
  sensor: string,
  form: string,
  within: number,
  most: number,
): KeptHistory {
  const keys: number[] = [];
  for (let i = 0; i < most; i++) keys.push(NOT_ACCEPTED);
  return { delivery, name: sensor + "/history", form, within, keys };
}

/** In two bytes: decimals, and words. @cold */
export function formOf(decimals: number, states: readonly string[] | undefined): string {
  let form = "" + decimals;
  if (STATES && states !== undefined) {
    for (const word of states) form += "," + word;
  }
  return uint16(valueKey(form));
}

/**
 * The parts that an earlier life has left, by their times: from now on they are this history's, on the first
 * places of its ring, and not sent as messages. Of more than there are places for, the newest. @cold
 */
export function takeKept(kept: KeptHistory): string[] {
  const { keys, parts } = partsInJournal(kept);
  const places: string[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    if (keys.length - i > kept.keys.length) finish(kept.delivery, key);
    else {
      setKept(kept, places.length, key);
      places.push(parts[i] as string);
    }
  }
  return places;
}

/** @cold */
function partsInJournal({ delivery, name, form }: KeptHistory): KeptParts {
  const kept: KeptParts = { keys: [], parts: [] };
  const { waiting, messages } = delivery;
  const others: number[] = [];
  for (const tag of waiting) {
    const message = messageAt(messages, tag % EARLIER);
    const payload = payloadOfMessage(message);
    if (nameOfMessage(message) === name && payload.substring(0, form.length) === form)
      insert(kept, tag % EARLIER, payload.substring(form.length));
    else others.push(tag);
  }
  keepWaiting(delivery, others);
  return kept;
}

/** In front of the first one that is later. @cold */
function insert(kept: KeptParts, key: number, part: string): void {
  const { keys, parts } = kept;
  kept.keys = [];
  kept.parts = [];
  let isIn = false;
  for (let i = 0; i < parts.length; i++) {
    const other = parts[i] as string;
    if (!isIn && isBefore(part, other)) {
      isIn = true;
      kept.keys.push(key);
      kept.parts.push(part);
    }
    kept.keys.push(keys[i] as number);
    kept.parts.push(other);
  }
  if (isIn) return;
  kept.keys.push(key);
  kept.parts.push(part);
}

/** @cold */
function isBefore(part: string, other: string): boolean {
  const days = dayOf(part) - dayOf(other);
  return days === 0 ? placeOf(part) < placeOf(other) : days < 0;
}

/** This place of the ring has the part that the journal has under the key. @cold */
function setKept({ keys }: KeptHistory, place: number, key: number): void {
  keys[place % keys.length] = key;
}

/**
 * The part at a place of the ring is another one, or "" for none: gathers that. One whose times are not known
 * yet waits for them. @cold
 */
export function keepPart(kept: KeptHistory, place: number, part: string): void {
  const { delivery, keys, name, form, within } = kept;
  const { keeping, messages, health, client } = delivery;
  const { journal } = messages;
  const known = keys[place] as number;
  if (part === "") {
    if (known !== NOT_ACCEPTED) finish(delivery, known);
    setKept(kept, place, NOT_ACCEPTED);
    return;
  }
  if (!isDated(dayOf(part))) return;
  if (within > 0) writeWithin(keeping, journal, client.instant, within);
  const key = known === NOT_ACCEPTED ? takeKey(messages) : known;
  if (gatherValue(keeping, journal, health, key, messageOf(name, form + part))) setKept(kept, place, key);
}

/**
 * What has changed is written, of a ring with so many parts from `first` on; and what flash did not take
 * before, or had no room for, is tried again. @cold
 */
export function writeKept(kept: KeptHistory, parts: readonly string[], first: number, count: number): void {
  const { keys, delivery } = kept;
  for (let i = 0; i < count; i++) {
    const place = (first + i) % keys.length;
    if (keys[place] === NOT_ACCEPTED || delivery.keeping.isRefused)
      keepPart(kept, place, parts[place] as string);
  }
  writeKeptParts(kept);
}

/** What has changed is written now, unless it may gather. @cold */
export function writeKeptParts({ within, delivery }: KeptHistory): void {
  const { keeping, messages, health } = delivery;
  if (within === 0) writeNow(keeping, messages.journal, health);
}
