// Refusal: an actuator that says no to what asks it to leave its rest before it may, in place of doing it
// later, when nobody expects it. What asks for its rest is never refused: a valve that did not close would
// stay open.
import { elapsed } from "../../bytes/milliseconds.ts";
import {
  AT_MOST,
  DAY_LIMITS,
  FOLLOWS,
  INTERLOCKS,
  KEPT_STATES,
  MINIMUM_TIMES,
  RULES,
} from "../../features.ts";
import type { Actuator } from "./actuator.ts";
import { FORGETS } from "./actuators/declared-actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stir } from "./automation-state.ts";
import { noteChange } from "./health.ts";
import { askAgain } from "./permission.ts";
import { outdate } from "./persisted-states.ts";
import { isDayUnknown, keepStarts, spentFor } from "./starts.ts";

/** No request to leave its rest was refused since it may. */
export const NOT_REFUSED = 0;
/** A command was refused, longer ago than `TOLD_MS`: its sender has long been answered. */
const ANSWERED = 1;
/** A command was refused just now. */
const FRESH = 2;
/** A rule of the device's own was refused, or another wish, which lasts as long as the refusal. */
const UNHEARD = 3;

/**
 * A refused command is a problem for so long: a person who reads no answers sees it there. A daily limit is
 * none for a day.
 */
const TOLD_MS = 60_000;

/** A command or a rule asks for `value`. Is it refused? Then it stays refused until it would not be. @cold */
export function refuseIfEarly(actuator: Actuator, value: number): boolean {
  const refused = value !== 0 && actuator.value === 0 && untilAllowed(actuator, actuator.client.instant) > 0;
  if (!refused) setRefused(actuator, NOT_REFUSED);
  else if (!isRefused(actuator)) actuator.tooEarly = ANSWERED;
  return refused;
}

function setRefused(actuator: Actuator, how: number): void {
  if (actuator.tooEarly !== how && Math.max(actuator.tooEarly, how) >= FRESH)
    noteChange(actuator.device.health);
  actuator.tooEarly = how;
}

export function isRefused({ tooEarly }: Actuator): boolean {
  return tooEarly !== NOT_REFUSED;
}

/** Is that a problem? */
export function isToldOf({ tooEarly }: Actuator): boolean {
  return tooEarly >= FRESH;
}

/** A command was refused. Returns the reason, in words for its sender. @cold */
export function answerRefused(actuator: Actuator): string {
  if (actuator.tooEarly !== UNHEARD) actuator.tooEarly = FRESH;
  actuator.refusedAt = actuator.client.instant;
  return earlyWords(actuator);
}

/** A refused rule is no command: nobody gets an answer. */
export function tellUnheard(actuator: Actuator): void {
  if (isRefused(actuator)) setRefused(actuator, UNHEARD);
}

/** Would `value` be one start too many? */
export function isTooOften(actuator: Actuator, value: number): boolean {
  return value !== 0 && actuator.value === 0 && spentFor(actuator, actuator.client.instant) > 0;
}

/**
 * It has not the value that it was to start with, because it was out of its rest too often before; that value
 * is no longer kept. @cold
 */
export function startRefusals(actuator: Actuator): void {
  if (actuator.declaration.startLimit?.isSpentAtStart === true) refuseStart(actuator);
}

/** The device itself asks for one start too many. */
export function refuseStart(actuator: Actuator): void {
  setRefused(actuator, UNHEARD);
  if (KEPT_STATES && actuator.declaration.keeping !== FORGETS) outdate(actuator.device.persistedStates);
}

/** Ends each refusal that no longer applies. Returns the milliseconds until the next call is needed. */
export function endRefusals(device: ActingDevice, now: number): number {
  let next = AT_MOST ? keepStarts(device, now) : LONGEST_WAIT_MS;
  for (let i = 0; i < device.actuators.length; i++) {
    const actuator = device.actuators[i] as Actuator;
    if (isRefused(actuator)) {
      const left = untilAllowed(actuator, now);
      if (left > 0) next = Math.min(next, left, untilAnswered(actuator, now));
      else endRefusal(device, actuator, i);
    }
  }
  return next;
}

/** Milliseconds until a refused command is no problem any more. */
function untilAnswered(actuator: Actuator, now: number): number {
  if (actuator.tooEarly !== FRESH) return LONGEST_WAIT_MS;
  const left = TOLD_MS - elapsed(now, actuator.refusedAt);
  if (left > 0) return left;
  setRefused(actuator, ANSWERED);
  return LONGEST_WAIT_MS;
}

function endRefusal(device: ActingDevice, actuator: Actuator, place: number): void {
  setRefused(actuator, NOT_REFUSED);
  if (RULES) askAgain(device, place);
  if (RULES || FOLLOWS) stir(device.acting);
}

/** Milliseconds until it may leave its rest, in which it is; 0 or less: it may. */
function untilAllowed(actuator: Actuator, now: number): number {
  const held = actuator.declaration.refuses ? Math.max(ownLeft(actuator, now), rivalsLeft(actuator, now)) : 0;
  return AT_MOST ? Math.max(held, spentFor(actuator, now)) : held;
}

/** Of the minimum time that holds it in its rest. */
function ownLeft(actuator: Actuator, now: number): number {
  if (!MINIMUM_TIMES || !actuator.held) return 0;
  return actuator.declaration.minimumOff - elapsed(now, actuator.changedAt);
}

/** Of the minimum times that hold out of their rest those that it must not be on with. */
function rivalsLeft(actuator: Actuator, now: number): number {
  let left = 0;
  if (MINIMUM_TIMES && INTERLOCKS) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0 && rival.held)
        left = Math.max(left, rival.declaration.minimumOn - elapsed(now, rival.changedAt));
    }
  }
  return left;
}

/** The reason of the refusal, and the time that is left. @cold */
export function earlyWords(actuator: Actuator): string {
  const now = actuator.client.instant;
  const limit = actuator.declaration.startLimit;
  const left = untilAllowed(actuator, now);
  if (DAY_LIMITS && limit !== undefined && isDayUnknown(actuator) && spentFor(actuator, now) === left)
    return "refused: at most " + limit.words + "; it may again when the day is known";
  if (AT_MOST && limit !== undefined && spentFor(actuator, now) === left)
    return "refused: at most " + limit.words + "; it may again in " + inWords(left);
  const own = ownLeft(actuator, now);
  const whose = own === left ? "its minimum time" : "the minimum time of what it must not be on with";
  return "refused: " + whose + " lasts " + inWords(left) + " more";
}

/** A time in the largest unit that gives two or more; it is never shorter than reported. */
function inWords(ms: number): string {
  const seconds = Math.floor((ms + 999) / 1000);
  if (seconds < 120) return seconds + " s";
  const minutes = Math.floor((seconds + 59) / 60);
  return minutes < 120 ? minutes + " min" : Math.floor((minutes + 59) / 60) + " h";
}
