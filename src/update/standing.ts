// Standing of a device's images: the confirmed one, and the one that is on trial. One record says all of it,
// so that one write changes it.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Storage } from "../ports/storage.ts";

/** The one record that says it. */
export const STANDING_RECORD = "update";
const FORM = "1";

/** An image on trial starts so often. One that is not confirmed then is taken back. */
export const MOST_STARTS = 3;
/** In place of a slot, 0 or 1: no image is on trial. */
export const NONE_TRIED = 2;

export interface Standing {
  /** Whose record has the manifest of the confirmed image: 0 or 1. */
  slot: number;
  /**
   * The counter of the confirmed image, or of a later one that was taken back: nothing up to it is taken any
   * more.
   */
  counter: number;
  /** The digest of its manifest; "": the cable has brought it. */
  id: string;
  /** The slot of the image on trial, or NONE_TRIED; its counter and the digest of its manifest. */
  tried: number;
  triedCounter: number;
  triedId: string;
  /** How often it has started. */
  starts: number;
  /** The digest of the manifest that was taken back last, which is not tried again; "": none. */
  failed: string;
}

/** The record of a slot's manifest. */
export function slotRecord(slot: number): string {
  return `update-${slot}`;
}

/** Without a record: as the cable has left it. @cold */
export function readStanding(storage: Storage): Standing {
  const words: string[] = [];
  const record = storage.readRecord(STANDING_RECORD) ?? "";
  let from = 0;
  for (let end = record.indexOf("\n"); end >= 0; end = record.indexOf("\n", from)) {
    words.push(record.substring(from, end));
    from = end + 1;
  }
  const isRecord = words.length === 9 && words[0] === FORM;
  return {
    slot: isRecord ? numberIn(words[1]) : 0,
    counter: isRecord ? numberIn(words[2]) : 0,
    id: isRecord ? (words[3] ?? "") : "",
    tried: isRecord ? numberIn(words[4]) : NONE_TRIED,
    triedCounter: isRecord ? numberIn(words[5]) : 0,
    triedId: isRecord ? (words[6] ?? "") : "",
    starts: isRecord ? numberIn(words[7]) : 0,
    failed: isRecord ? (words[8] ?? "") : "",
  };
}

/** @cold */
function numberIn(digits: string | undefined): number {
  return digits === undefined ? 0 : (wholeNumber(digits) ?? 0);
}

/** @cold */
function write(storage: Storage, standing: Standing): boolean {
  const { slot, counter, id, tried, triedCounter, triedId, starts, failed } = standing;
  const confirmed = `${FORM}\n${slot}\n${counter}\n${id}\n`;
  const onTrial = `${tried}\n${triedCounter}\n${triedId}\n${starts}\n`;
  return storage.writeRecord(STANDING_RECORD, `${confirmed}${onTrial}${failed}\n`);
}

/**
 * The slot that the loader starts. A start of an image on trial is counted before it happens: one that cannot
 * be counted, or that would be one too many, does not happen. @cold
 */
export function slotToStart(storage: Storage): number {
  const standing = readStanding(storage);
  if (standing.tried === NONE_TRIED) return standing.slot;
  if (standing.starts < MOST_STARTS) {
    standing.starts += 1;
    return write(storage, standing) ? standing.tried : standing.slot;
  }
  takeBack(storage, standing);
  return standing.slot;
}

/** The switch: the image of the other slot is on trial from the next start on. False: it is not. @cold */
export function tryOut(storage: Storage, standing: Standing, counter: number, id: string): boolean {
  standing.tried = 1 - standing.slot;
  standing.triedCounter = counter;
  standing.triedId = id;
  standing.starts = 0;
  const isWritten = write(storage, standing);
  if (!isWritten) standing.tried = NONE_TRIED;
  return isWritten;
}

/**
 * The cable has brought the image of the other slot: that starts, and it is no update's. False: it does not
 * start. @cold
 */
export function flashedByCable(storage: Storage, standing: Standing): boolean {
  standing.slot = 1 - standing.slot;
  standing.id = "";
  standing.tried = NONE_TRIED;
  standing.failed = "";
  return write(storage, standing);
}

/**
 * A backup has brought this standing onto a device that has taken updates up to `counter`: none of these is
 * taken again, nor becomes the highest by a trial. False: it is not written. @cold
 */
export function liftCounters(storage: Storage, standing: Standing, counter: number): boolean {
  standing.counter = Math.max(standing.counter, counter);
  if (standing.tried !== NONE_TRIED) standing.triedCounter = Math.max(standing.triedCounter, counter);
  return write(storage, standing);
}

/** The image on trial is the device's from now on. False: it stays on trial. @cold */
export function confirm(storage: Storage, standing: Standing): boolean {
  const { slot, counter, id, tried } = standing;
  standing.slot = tried;
  standing.counter = standing.triedCounter;
  standing.id = standing.triedId;
  standing.tried = NONE_TRIED;
  if (write(storage, standing)) return true;
  standing.slot = slot;
  standing.counter = counter;
  standing.id = id;
  standing.tried = tried;
  return false;
}

/** The confirmed image is the device's again. False: the next start says so once more. @cold */
export function takeBack(storage: Storage, standing: Standing): boolean {
  standing.tried = NONE_TRIED;
  standing.failed = standing.triedId;
  // Else images that were taken back could be offered by turns.
  standing.counter = Math.max(standing.counter, standing.triedCounter);
  return write(storage, standing);
}

/**
 * The image that has started cannot go on. Returns whether it was on trial: then the confirmed one is the device's, and
 * the device is to start anew. @cold
 */
export function giveBack(storage: Storage, started: number): boolean {
  const standing = readStanding(storage);
  if (standing.tried !== started) return false;
  takeBack(storage, standing);
  return true;
}
