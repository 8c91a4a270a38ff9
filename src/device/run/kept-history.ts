// The parts of a durable history in the journal: each is a message there, from its first reading with a known time until the broker has it.
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
import { type Delivery, finish, setWaiting } from "./delivery.ts";
import { dayOf, isDated, placeOf } from "./history-part.ts";
import { gatherValue, writeNow, writeWithin } from "./keeping.ts";

export interface KeptHistory {
  delivery: Delivery;
  /** In the journal: "temperature/history". */
  name: string;
  /** Says how the values are to be read, in front of each part. Parts of another form are not of this history. */
  form: string;
  /** Milliseconds in which readings gather for one record; 0: each is written at once. */
  within: number;
  /** By the places of the history's ring: the key of the part's message, or `NOT_ACCEPTED` where it is not in the journal. */
  keys: number[];
}

/** What is in the journal of a sensor's history, the oldest first. */
interface KeptParts {
  keys: number[];
  parts: string[];
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

/** The parts that an earlier life has left, by their times: from now on they are this history's, and not sent as messages. @cold */
export function takeKept({ delivery, name, form }: KeptHistory): KeptParts {
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
  setWaiting(delivery, others);
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
export function setKept({ keys }: KeptHistory, place: number, key: number): void {
  keys[place % keys.length] = key;
}

/** There is no place for the part of this key. @cold */
export function forgetKept({ delivery }: KeptHistory, key: number): void {
  finish(delivery, key);
}

/** The part at a place of the ring is another one, or "" for none: gathers that. One whose times are not known yet waits for them. @cold */
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

/** Is the part at this place to be kept once more, as there was no room for it, or as flash did not take the last record? @cold */
export function isUnkept({ keys, delivery }: KeptHistory, place: number): boolean {
  return keys[place] === NOT_ACCEPTED || delivery.keeping.isRefused;
}

/** What has changed is written now, unless it may gather. @cold */
export function writeKeptParts({ within, delivery }: KeptHistory): void {
  const { keeping, messages, health } = delivery;
  if (within === 0) writeNow(keeping, messages.journal, health);
}
