// Keys of values, by the names of their owners: each image finds what another one has kept, with more owners
// or with fewer.
import { forget, type Journal } from "./journal.ts";
import { FIRST_MESSAGE } from "./messages.ts";

/** The largest prime below the keys of messages: names spread over all of them. */
const KEYS = 32749;

/**
 * The key of the value that this name owns: "rain-today", a byte string. Two names may have one key: the
 * build refuses that (checks/same-keys.ts).
 */
export function valueKey(name: string): number {
  let key = 7;
  for (let i = 0; i < name.length; i++) key = (key * 257 + name.charCodeAt(i)) % KEYS;
  return key;
}

/** Gathers that the values of all owners but these are forgotten: an earlier image had them. @cold */
export function forgetOthers(journal: Journal, owners: readonly number[]): void {
  const others: number[] = [];
  for (const key of journal.held.keys) {
    if (key < FIRST_MESSAGE && !owners.includes(key)) others.push(key);
  }
  for (const key of others) forget(journal, key);
}
