// The time of the journal's next write: at the end of this turn, or together with
// changes that come within a time.
import { elapsed, HALF_A_ROUND_MS, later } from "../../bytes/milliseconds.ts";
import { commit, type Journal, keep } from "../../journal/journal.ts";
import { type Health, noteChange } from "./health.ts";

export const SOME_LOST = "some of what was kept is lost: the flash was damaged";

export interface Keeping {
  /** What the journal was found to have lost, in words; "": nothing. */
  lost: string;
  /** What has gathered may wait, until this instant at the latest. */
  waits: boolean;
  dueAt: number;
  /** The flash did not take the last record. */
  isRefused: boolean;
  /** It did not take one that values may have been in: each of them is to be kept once more. */
  owesValues: boolean;
}

/** Nothing waits. */
export function createKeeping(): Keeping {
  return { lost: "", waits: false, dueAt: 0, isRefused: false, owesValues: false };
}

/** This was found to be lost, in words. @cold */
export function noteLost(keeping: Keeping, words: string): void {
  keeping.lost = words;
}

/**
 * What gathers now is written within so many milliseconds (12 days at most), together with what gathers until
 * then. Called before `keep` or `forget`: what is gathered without it is written at the end of the turn.
 * @cold
 */
export function writeWithin(keeping: Keeping, { keys }: Journal, now: number, ms: number): void {
  const at = later(now, ms);
  // What waits for the end of this turn does not wait longer.
  if (keys.length > 0 && (!keeping.waits || elapsed(at, keeping.dueAt) < HALF_A_ROUND_MS)) return;
  keeping.waits = true;
  keeping.dueAt = at;
}

/** Milliseconds until what has gathered is to be written: 0 or less for now. Something has. */
export function untilWritten({ waits, dueAt }: Keeping, now: number): number {
  if (!waits) return 0;
  const left = elapsed(dueAt, now);
  return left < HALF_A_ROUND_MS ? left : 0;
}

/** Writes what has gathered. False: the flash did not take it, which is a problem of the device. @cold */
export function writeNow(keeping: Keeping, journal: Journal, health: Health): boolean {
  keeping.waits = false;
  const isRefused = !commit(journal);
  if (isRefused !== keeping.isRefused) noteChange(health);
  keeping.isRefused = isRefused;
  if (isRefused) keeping.owesValues = true;
  return !isRefused;
}

/** The flash did not take a record at the start, before anything runs: `writeNow` says it later. @cold */
export function noteRefused(keeping: Keeping): void {
  keeping.isRefused = true;
}

/**
 * Gathers a value of a key. Where a record has no room for it, what is gathered is written first. False:
 * there is no room. @cold
 */
export function gatherValue(
  keeping: Keeping,
  journal: Journal,
  health: Health,
  key: number,
  value: string,
): boolean {
  if (keep(journal, key, value)) return true;
  if (journal.keys.length === 0) return false;
  writeNow(keeping, journal, health);
  return keep(journal, key, value);
}

/** Are all values to be kept once more? Whoever asks keeps them. */
export function takeOwed(keeping: Keeping): boolean {
  const { owesValues } = keeping;
  keeping.owesValues = false;
  return owesValues;
}

/** What is wrong with the journal, in words; "": nothing. @cold */
export function journalWords({ lost, isRefused }: Keeping): string {
  if (isRefused) return "the flash does not take what is to be kept";
  return lost;
}
