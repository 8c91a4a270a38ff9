// Refusal: an actuator that says no to what asks it to leave its rest before it may, in place of doing it later, when nobody
// expects it. What asks for its rest is never refused: a valve that did not close would stay open.
import { elapsed } from "../../bytes/milliseconds.ts";
import { AT_MOST, FOLLOWS, INTERLOCKS, KEPT_STATES, MINIMUM_TIMES, RULES } from "../../features.ts";
import type { Actuator } from "./actuator.ts";
import { FORGETS } from "./actuators/declared-actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stir } from "./automation-state.ts";
import { noteChange } from "./health.ts";
import { askAgain } from "./permission.ts";
import { outdate } from "./persisted-states.ts";
import { keepStarts, spentFor } from "./starts.ts";

/** A command or a rule asks for `value`. Is it refused? Then that is a problem until it would not be. @cold */
export function refuseIfEarly(actuator: Actuator, value: number): boolean {
  const refused = value !== 0 && actuator.value === 0 && untilAllowed(actuator, actuator.client.instant) > 0;
  // Each is published, also when it is what the one before was: whoever sent it waits for an answer.
  if (refused || actuator.refused) noteChange(actuator.device.health);
  actuator.refused = refused;
  return refused;
}

/** Would `value` be one start too many? */
export function isTooOften(actuator: Actuator, value: number): boolean {
  return value !== 0 && actuator.value === 0 && spentFor(actuator, actuator.client.instant) > 0;
}

/** It is not what it was to start with, where it was out of its rest too often before; and that is kept no longer. @cold */
export function startRefusals(actuator: Actuator): void {
  if (actuator.declaration.startLimit?.isSpentAtStart === true) refuseStart(actuator);
}

/** Something of its own asks for one start too many. */
export function refuseStart(actuator: Actuator): void {
  actuator.refused = true;
  noteChange(actuator.device.health);
  if (KEPT_STATES && actuator.declaration.keeping !== FORGETS) outdate(actuator.device.persistedStates);
}

/** Ends each refusal that would be none any more. Returns the milliseconds until it is next needed. */
export function endRefusals(device: ActingDevice, now: number): number {
  let next = AT_MOST ? keepStarts(device, now) : LONGEST_WAIT_MS;
  for (let i = 0; i < device.actuators.length; i++) {
    const actuator = device.actuators[i] as Actuator;
    if (actuator.refused) {
      const left = untilAllowed(actuator, now);
      if (left > 0) next = Math.min(next, left);
      else endRefusal(device, actuator, i);
    }
  }
  return next;
}

function endRefusal(device: ActingDevice, actuator: Actuator, place: number): void {
  actuator.refused = false;
  noteChange(device.health);
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

/** Why it is refused, and for how much longer. @cold */
export function refusalWords(actuator: Actuator): string {
  const now = actuator.client.instant;
  const limit = actuator.declaration.startLimit;
  const left = untilAllowed(actuator, now);
  if (AT_MOST && limit !== undefined && spentFor(actuator, now) === left)
    return "refused: at most " + limit.words + "; it may again in " + inWords(left);
  const own = ownLeft(actuator, now);
  const whose = own === left ? "its minimum time" : "the minimum time of what it must not be on with";
  return "refused: " + whose + " lasts " + inWords(left) + " more";
}

/** A time in a unit of which there are two or more, where there are; it is never shorter than it is said to be. */
function inWords(ms: number): string {
  const seconds = Math.floor((ms + 999) / 1000);
  if (seconds < 120) return seconds + " s";
  const minutes = Math.floor((seconds + 59) / 60);
  return minutes < 120 ? minutes + " min" : Math.floor((minutes + 59) / 60) + " h";
}
