// Refusal: an actuator that says no to what asks it to leave its rest before it may, in place of doing it later, when nobody
// expects it. What asks for its rest is never refused: a valve that did not close would stay open.
import { elapsed } from "../bytes/milliseconds.ts";
import { INTERLOCKS, RULES } from "../features.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stir } from "./acting.ts";
import type { Actuator } from "./actuator.ts";
import { noteChange } from "./health.ts";
import { askAgain } from "./permission.ts";
import { minimumOf } from "./policies.ts";

/** A command or a rule asks for `value`. Is it refused? Then that is a problem until it would not be. @cold */
export function isTooEarly(actuator: Actuator, value: number): boolean {
  const refused = value !== 0 && actuator.value === 0 && untilAllowed(actuator, actuator.client.instant) > 0;
  // Each is published, also when it is what the one before was: whoever sent it waits for an answer.
  if (refused || actuator.refused) noteChange(actuator.device.health);
  actuator.refused = refused;
  return refused;
}

/** Ends each refusal that would be none any more. Returns the milliseconds until one may be next. */
export function endRefusals(device: ActingDevice, now: number): number {
  let next = LONGEST_WAIT_MS;
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
  if (RULES) {
    askAgain(device, place);
    stir(device.acting);
  }
}

/** Milliseconds until it may leave its rest, in which it is; 0 or less: it may. */
function untilAllowed(actuator: Actuator, now: number): number {
  return actuator.declaration.refuses ? Math.max(ownLeft(actuator, now), rivalsLeft(actuator, now)) : 0;
}

function ownLeft(actuator: Actuator, now: number): number {
  return actuator.held ? minimumOf(actuator) - elapsed(now, actuator.changedAt) : 0;
}

/** Until those that it must not be on with may go to their rest. */
function rivalsLeft(actuator: Actuator, now: number): number {
  let left = 0;
  if (INTERLOCKS) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0) left = Math.max(left, ownLeft(rival, now));
    }
  }
  return left;
}

/** Why it is refused, and for how much longer. @cold */
export function refusalWords(actuator: Actuator): string {
  const now = actuator.client.instant;
  const own = ownLeft(actuator, now);
  const rivals = rivalsLeft(actuator, now);
  const whose = own >= rivals ? "its minimum time" : "the minimum time of what it must not be on with";
  return "refused: " + whose + " lasts " + inWords(Math.max(own, rivals)) + " more";
}

/** A time in a unit of which there are two or more, where there are; it is never shorter than it is said to be. */
function inWords(ms: number): string {
  const seconds = Math.floor((ms + 999) / 1000);
  if (seconds < 120) return seconds + " s";
  const minutes = Math.floor((seconds + 59) / 60);
  return minutes < 120 ? minutes + " min" : Math.floor((minutes + 59) / 60) + " h";
}
