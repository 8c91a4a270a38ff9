// The history of a sensor: its readings of the last hours in fixed memory, the oldest first, until the broker
// has them.
import { elapsed, HALF_A_ROUND_MS, later } from "../../bytes/milliseconds.ts";
import { type Clock, momentAt } from "../../clock/clock.ts";
import { addMilliseconds } from "../../clock/moment.ts";
import { DURABLE_HISTORY } from "../../features.ts";
import type { Publication } from "../../mqtt/publication.ts";
import {
  countIn,
  dayOf,
  isDated,
  NO_DAY,
  newPart,
  PART_BYTES,
  type PlacedReading,
  partsFor,
  placeOf,
  READINGS_OF_PART,
  readingAt,
  withoutFirst,
  withReading,
} from "./history-part.ts";
import { type KeptHistory, keepPart, takeKept, writeKept, writeKeptParts } from "./kept-history.ts";

/** What its author says of it; times in milliseconds. */
export interface HistoryOptions {
  keep: number;
  every?: number;
  overflow?: HistoryOverflow;
  durable?: true | { within: number };
}

/**
 * What goes when it is full. "oldest": the oldest; "thin": every other one, and from then on fewer are kept;
 * "reject": new ones.
 */
type HistoryOverflow = "oldest" | "thin" | "reject";

/**
 * Milliseconds that are added where a time was kept to a quarter of a second, before its second counts: then
 * none is a second wrong.
 */
const STEP_MS = 250;

export interface History {
  clock: Clock;
  publication: Publication;
  every: number;
  overflow: HistoryOverflow;
  /**
   * A ring of parts (history-part.ts): how many there are, where the oldest stands, and how many hold
   * readings.
   */
  parts: string[];
  most: number;
  first: number;
  count: number;
  /** When a reading was last due. */
  dueAt: number;
  isBegun: boolean;
  /** Of so many that are due one is kept, and how many were passed over since the last one. */
  stride: number;
  passedOver: number;
  /** How many readings of the first part are on their way: these stay as they are. */
  out: number;
  /** Their message was dropped: the broker does not take it. */
  isDropped: boolean;
  /** How many readings a message has, at most; 0: the broker takes none. */
  atOnce: number;
  /** Is all to be sent, also a part that is not full? */
  catchesUp: boolean;
  /** Its parts in the journal, where it survives a power cut. */
  kept: KeptHistory | undefined;
}

/** An empty one. Proves once that its bytes can be had. @cold */
export function createHistory(
  { keep, every, overflow }: HistoryOptions,
  usual: number,
  clock: Clock,
  publication: Publication,
): History {
  const beat = every === undefined ? usual : every;
  const most = partsFor(keep, beat);
  const parts: string[] = [];
  for (let i = 0; i < most; i++) {
    // Different in each place, or Lua would keep one string for all of them.
    let proof = "" + i;
    while (proof.length < PART_BYTES) proof = proof + ".";
    parts.push(proof);
  }
  for (let i = 0; i < most; i++) parts[i % parts.length] = "";
  return {
    clock,
    publication,
    every: beat,
    overflow: overflow === undefined ? "oldest" : overflow,
    parts,
    most,
    first: 0,
    count: 0,
    dueAt: 0,
    isBegun: false,
    stride: 1,
    passedOver: 0,
    out: 0,
    isDropped: false,
    atOnce: READINGS_OF_PART,
    catchesUp: true,
    kept: undefined,
  };
}

/** It survives in the journal, and goes on with what an earlier life has kept. @cold */
export function survive(history: History, kept: KeptHistory): void {
  for (const part of takeKept(kept)) {
    setPart(history, history.count, part);
    history.count += 1;
  }
  history.kept = kept;
}

/** Goes on with a part that an earlier wake has left, the newest so far. @cold */
export function addPart(history: History, part: string): void {
  if (history.count === history.most) leaveFirst(history);
  setPart(history, placeIn(history, history.count), part);
  history.count += 1;
}

/** Goes on in the beat of an earlier wake, at which a reading was due last. @cold */
export function beginFrom(history: History, dueAt: number): void {
  history.dueAt = dueAt;
  history.isBegun = true;
}

/** The newest part is at 0. It must be there. @cold */
export function partFromEnd(history: History, back: number): string {
  return history.parts[placeIn(history, history.count - 1 - back)] as string;
}

/** The sensor has measured `value` at `now`, and does so each `beat`: it is kept when it is due. */
export function record(history: History, value: number, beat: number, now: number): void {
  if (history.isBegun) {
    const since = elapsed(now, history.dueAt);
    // The last one may have come a little before it was due.
    if (since >= HALF_A_ROUND_MS) return;
    const late = since - history.every;
    if (late < 0 - Math.floor(beat / 2)) return;
    // Keeps its beat, but does not catch up on what it missed.
    history.dueAt = Math.abs(late) < beat ? later(history.dueAt, history.every) : now;
  } else history.dueAt = now;
  history.isBegun = true;
  history.passedOver += 1;
  if (history.passedOver < history.stride) return;
  history.passedOver = 0;
  const moment = momentAt(history.clock, now);
  if (moment === undefined) {
    forgetUndated(history, now);
    add(history, { day: NO_DAY, place: now, value });
  } else add(history, { day: moment.day, place: Math.floor(moment.ms / 1000), value });
  if (DURABLE_HISTORY && history.kept !== undefined)
    writeKept(history.kept, history.parts, history.first, history.count);
}

function add(history: History, reading: PlacedReading): void {
  if (append(history, reading)) return;
  if (history.overflow === "reject") return;
  if (history.overflow === "thin") {
    thin(history);
    if (append(history, reading)) return;
  }
  dropOldest(history);
  append(history, reading);
}

/** False: there is no room for it. */
function append(history: History, reading: PlacedReading): boolean {
  if (history.count > 0) {
    const last = placeIn(history, history.count - 1);
    const longer = withReading(history.parts[last] as string, reading);
    if (longer !== "") {
      setPart(history, last, longer);
      return true;
    }
  }
  if (history.count === history.most) return false;
  setPart(history, placeIn(history, history.count), newPart(reading));
  history.count += 1;
  return true;
}

function setPart(history: History, place: number, part: string): void {
  const { parts } = history;
  parts[place % parts.length] = part;
  if (DURABLE_HISTORY && history.kept !== undefined) keepPart(history.kept, place, part);
}

/** Where a part stands: the oldest is 0. */
function placeIn(history: History, at: number): number {
  return (history.first + at) % history.most;
}

/** The oldest part goes that is not on its way. @cold */
function dropOldest(history: History): void {
  if (history.out > 0) {
    // What is on its way takes its place.
    setPart(history, placeIn(history, 1), history.parts[history.first] as string);
  }
  leaveFirst(history);
}

function leaveFirst(history: History): void {
  setPart(history, history.first, "");
  history.first = (history.first + 1) % history.most;
  history.count -= 1;
}

/**
 * Every other reading goes, and from now on half as many are kept: what is left spans the whole time evenly.
 * @cold
 */
function thin(history: History): void {
  const parts = history.count;
  const start = history.out > 0 ? 1 : 0;
  history.count = start;
  let isKept = true;
  for (let i = start; i < parts; i++) {
    const place = placeIn(history, i);
    const part = history.parts[place] as string;
    setPart(history, place, "");
    const readings = countIn(part);
    for (let at = 0; at < readings; at++) {
      // A part may come out as two, but never on the place of one that was not read yet.
      if (isKept && (history.count <= i || fitsLast(history, readingAt(part, at))))
        append(history, readingAt(part, at));
      isKept = !isKept;
    }
  }
  history.stride = history.stride * 2;
}

function fitsLast(history: History, reading: PlacedReading): boolean {
  return withReading(history.parts[placeIn(history, history.count - 1)] as string, reading) !== "";
}

/** The time has become known at `now`: so are those of all readings before. @cold */
export function dateHistory(history: History, now: number): void {
  const moment = momentAt(history.clock, now);
  if (moment === undefined) return;
  for (let i = 0; i < history.count; i++) {
    const place = placeIn(history, i);
    const part = history.parts[place] as string;
    if (!isDated(dayOf(part))) {
      let dated = "";
      const readings = countIn(part);
      for (let at = 0; at < readings; at++) {
        const reading = readingAt(part, at);
        const then = addMilliseconds(moment, 0 - elapsed(now, reading.place));
        const { day, ms } = addMilliseconds(then, STEP_MS);
        dated = withDated(dated, { day, place: Math.floor(ms / 1000), value: reading.value });
      }
      setPart(history, place, dated);
    }
  }
  if (DURABLE_HISTORY && history.kept !== undefined) writeKeptParts(history.kept);
}

function withDated(part: string, reading: PlacedReading): string {
  if (part === "") return newPart(reading);
  const longer = withReading(part, reading);
  return longer === "" ? part : longer;
}

/** Readings whose time was unknown for so long that the monotonic clock began anew are of no use. @cold */
function forgetUndated(history: History, now: number): void {
  while (history.count > 0 && history.out === 0) {
    const part = history.parts[history.first] as string;
    if (isDated(dayOf(part)) || elapsed(now, placeOf(part)) < HALF_A_ROUND_MS) return;
    leaveFirst(history);
  }
}

/** The part that may be sent: "" for none. */
export function partToSend(history: History): string {
  if (history.count === 0 || history.out > 0 || history.atOnce === 0) return "";
  const part = history.parts[history.first] as string;
  if (!isDated(dayOf(part))) return "";
  const isFull = history.count > 1 || countIn(part) === READINGS_OF_PART;
  return isFull || history.catchesUp ? part : "";
}

/** Is there something that the broker is to have before the device sleeps? */
export function isUntold(history: History): boolean {
  return history.out > 0 || partToSend(history) !== "";
}

/** So many readings of the first part go out. @inline */
export function sendOut(history: History, readings: number): void {
  history.out = readings;
}

/** They do not go out after all. @inline */
export function takeBack(history: History): void {
  history.out = 0;
}

/** The broker has what went out: it leaves the history. */
export function settle(history: History): void {
  const part = history.parts[history.first] as string;
  const { out } = history;
  history.out = 0;
  if (out < countIn(part)) {
    setPart(history, history.first, withoutFirst(part, out));
    return;
  }
  leaveFirst(history);
  if (history.count > 0) return;
  history.catchesUp = false;
  history.stride = 1;
  history.passedOver = 0;
}

/** The message that is out was dropped. @cold */
export function noteDropped(history: History): void {
  history.isDropped = true;
}

/**
 * The broker does not take as many readings at once; of one alone it takes none at all, and is not asked
 * again. @cold
 */
export function sendFewer(history: History): void {
  history.isDropped = false;
  history.atOnce = Math.floor(history.out / 2);
  history.out = 0;
}

/** There is a new connection: all is sent that is there. @cold */
export function catchUp(history: History): void {
  history.catchesUp = true;
}
