// Messages in the journal: what was accepted and not acknowledged yet, in the order in which it was accepted.
// Accepting one is one write, and letting it go another one, which may wait for the next: then it is sent
// once more after a power cut, as QoS 1 allows.
import { readUint16 } from "../bytes/integers.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { commit, forget, heldValue, type Journal, keep } from "./journal.ts";

/** Keys from here on are messages'; those below are for values that keep theirs. */
export const FIRST_MESSAGE = 0x8000;
const LAST_MESSAGE = 0xffff;

/** In place of a message that the broker has. */
const NO_NAME = lengthPrefixed("");

/** No message's key. */
export const NOT_ACCEPTED = -1;

export interface Messages {
  journal: Journal;
  /** The key of the message that was accepted last. */
  newest: number;
}

/** Those that an earlier life has left are in the journal's order: `heldMessages`. @cold */
export function messagesIn(journal: Journal): Messages {
  let newest = LAST_MESSAGE;
  for (const key of journal.held.keys) {
    if (key >= FIRST_MESSAGE) newest = key;
  }
  return { journal, newest };
}

/** Their keys, the oldest first. @cold */
export function heldMessages({ journal }: Messages): number[] {
  const keys: number[] = [];
  for (const key of journal.held.keys) {
    if (key >= FIRST_MESSAGE) keys.push(key);
  }
  return keys;
}

/**
 * Gathers a message, to be written with what is gathered already. It is accepted once `commit` has said so.
 * The key that names it, or `NOT_ACCEPTED`: there is no room. `name` says whose it is in each version of the
 * image. @cold
 */
export function gatherMessage(messages: Messages, name: string, payload: string): number {
  const { journal } = messages;
  const key = freeKey(messages);
  if (!keep(journal, key, lengthPrefixed(name) + payload)) return NOT_ACCEPTED;
  messages.newest = key;
  return key;
}

/**
 * A key that no message has, for one that is kept by its sender, and changed meanwhile: `keep` gathers what
 * `messageOf` gives. @cold
 */
export function takeKey(messages: Messages): number {
  messages.newest = freeKey(messages);
  return messages.newest;
}

/** The bytes of a message. */
export function messageOf(name: string, payload: string): string {
  return lengthPrefixed(name) + payload;
}

/** As `gatherMessage`, and writes it at once, with all that is gathered. */
export function acceptMessage(messages: Messages, name: string, payload: string): number {
  const key = gatherMessage(messages, name, payload);
  return key !== NOT_ACCEPTED && commit(messages.journal) ? key : NOT_ACCEPTED;
}

/** The first one behind the newest that no message has: at most as many are tried as are held. @cold */
function freeKey({ journal, newest }: Messages): number {
  let key = newest;
  do key = key === LAST_MESSAGE ? FIRST_MESSAGE : key + 1;
  while (isTaken(journal, key));
  return key;
}

/** @cold */
function isTaken({ held, keys }: Journal, key: number): boolean {
  for (const known of held.keys) {
    if (known === key) return true;
  }
  for (const known of keys) {
    if (known === key) return true;
  }
  return false;
}

/**
 * It was delivered. One that was gathered only is never written; else that is gathered, for the next
 * `commit`. False: `commit` comes first.
 */
export function finishMessage({ journal }: Messages, key: number): boolean {
  return forget(journal, key);
}

/**
 * The broker has it, at QoS 2: it is forgotten, and its key stays until it is finished. Gathered, for the
 * next `commit`. @cold
 */
export function releaseMessage({ journal }: Messages, key: number): void {
  if (keep(journal, key, NO_NAME)) return;
  commit(journal);
  keep(journal, key, NO_NAME);
}

export function isReleased(messages: Messages, key: number): boolean {
  return messageAt(messages, key) === NO_NAME;
}

/** Whose it is; "": it cannot be read any more. */
export function nameOfMessage(message: string): string {
  return message === "" ? "" : message.substring(2, 2 + readUint16(message, 0));
}

export function payloadOfMessage(message: string): string {
  return message === "" ? "" : message.substring(2 + readUint16(message, 0));
}

/** The bytes of a message, for the two above; "": it cannot be read any more. @cold */
export function messageAt({ journal }: Messages, key: number): string {
  return heldValue(journal, key) ?? "";
}
