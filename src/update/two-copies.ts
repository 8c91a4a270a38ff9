// A record in two files by turns, each with a number in front: for storage that removes what was there before
// it writes. Power that goes in a write leaves the other one.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Storage } from "../ports/storage.ts";

/** Its files: the name and one of these. */
export const COPIES = [".0", ".1"] as const;

/** The whole one that was written last; `undefined`: none is whole. @cold */
export function readNewest(storage: Storage, name: string): string | undefined {
  const first = storage.readRecord(name + COPIES[0]);
  const second = storage.readRecord(name + COPIES[1]);
  const newest = numberOf(second) > numberOf(first) ? second : first;
  return numberOf(newest) > 0 && newest !== undefined
    ? newest.substring(newest.indexOf("\n") + 1)
    : undefined;
}

/** `bytes` ends in a line feed, by which it is seen whether all of it is there. @cold */
export function writeNewest(storage: Storage, name: string, bytes: string): boolean {
  const first = numberOf(storage.readRecord(name + COPIES[0]));
  const second = numberOf(storage.readRecord(name + COPIES[1]));
  const file = name + (first > second ? COPIES[1] : COPIES[0]);
  const text = `${Math.max(first, second) + 1}\n${bytes}`;
  return storage.writeRecord(file, text) && storage.readRecord(file) === text;
}

/** 0: it is not whole. @cold */
function numberOf(copy: string | undefined): number {
  if (copy === undefined || copy.substring(copy.length - 1) !== "\n") return 0;
  return wholeNumber(copy.substring(0, copy.indexOf("\n"))) ?? 0;
}
