// Policies: what holds a command back, and what makes one of its own. Minimum times, a longest time, a safe state without
// the broker, an interlock, a sensor that confirms. Each is only in an image whose device asks for it.
import { elapsed } from "../bytes/milliseconds.ts";
import {
  CONFIRMATIONS,
  INTERLOCKS,
  KEPT_STATES,
  MAXIMUM_ON,
  MINIMUM_TIMES,
  OFFLINE_STATES,
} from "../features.ts";
import { CONNECTED } from "../mqtt/client.ts";
import { type Acting, LONGEST_WAIT_MS } from "./acting.ts";
import { type Actuator, answer, bring, MOVING } from "./actuator.ts";
import { FORGETS } from "./actuators/declaration.ts";
import { confirm, moved } from "./confirmation.ts";
import { saveStates } from "./kept-states.ts";

/** Brings the policies of an actuator into their state at start: a minimum time counts from there. */
export function startPolicies(actuator: Actuator): void {
  if (MINIMUM_TIMES) actuator.held = minimumOf(actuator) > 0;
  if (CONFIRMATIONS && actuator.declared.witness >= 0) actuator.phase = MOVING;
}

/** Does what a command asks for, now or when it may. A later command takes the place of one that waits. @cold */
export function obey(actuator: Actuator, value: number): void {
  if (INTERLOCKS && value !== 0) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0 || rival.deferred) {
        obey(rival, 0);
        answer(rival);
      }
    }
  }
  const waits = mustWait(actuator, value);
  if (waits !== actuator.deferred) actuator.health.changed = true;
  actuator.deferred = waits;
  actuator.deferredValue = value;
  if (!waits) move(actuator, value);
  actuator.health.stirred = true;
}

/** May it not take `value` yet? */
function mustWait(actuator: Actuator, value: number): boolean {
  if (MINIMUM_TIMES && actuator.held && (value === 0) !== (actuator.value === 0)) return true;
  if (INTERLOCKS && value !== 0) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0) return true;
    }
  }
  return false;
}

function move(actuator: Actuator, value: number): void {
  const before = actuator.value;
  if (CONFIRMATIONS) moved(actuator, value);
  bring(actuator, value);
  if (KEPT_STATES && value !== before && actuator.declared.keeping !== FORGETS)
    actuator.health.unsaved = true;
  if ((value === 0) !== (before === 0)) {
    actuator.changedAt = actuator.client.instant;
    if (MINIMUM_TIMES) actuator.held = minimumOf(actuator) > 0;
  }
}

/** How long it must stay as it is, from when it came to be so. */
function minimumOf(actuator: Actuator): number {
  return actuator.value === 0 ? actuator.declared.minimumOff : actuator.declared.minimumOn;
}

/** Does what is due at `now`. Returns the milliseconds until it is next needed. */
export function pollPolicies(acting: Acting, now: number): number {
  let next = LONGEST_WAIT_MS;
  if (OFFLINE_STATES) watchLink(acting, now);
  for (const actuator of acting.actuators) {
    if (MAXIMUM_ON) next = Math.min(next, endInTime(actuator, now));
    if (OFFLINE_STATES) next = Math.min(next, fallBack(acting, actuator, now));
    if (MINIMUM_TIMES) next = Math.min(next, release(actuator, now));
    if (MINIMUM_TIMES || INTERLOCKS) catchUp(actuator);
    if (CONFIRMATIONS) next = Math.min(next, confirm(acting, actuator, now));
  }
  if (KEPT_STATES) next = Math.min(next, saveStates(acting, now));
  return next;
}

/** Brings it to rest after its longest time. */
function endInTime(actuator: Actuator, now: number): number {
  const longest = actuator.declared.maximumOn;
  if (longest === 0 || actuator.value === 0) return LONGEST_WAIT_MS;
  const left = longest - elapsed(now, actuator.changedAt);
  if (left > 0) return left;
  obey(actuator, 0);
  answer(actuator);
  return LONGEST_WAIT_MS;
}

/** Lets it go when its minimum time is over. */
function release(actuator: Actuator, now: number): number {
  if (!actuator.held) return LONGEST_WAIT_MS;
  const left = minimumOf(actuator) - elapsed(now, actuator.changedAt);
  if (left > 0) return left;
  actuator.held = false;
  return LONGEST_WAIT_MS;
}

/** Does what a command that waits asked for, when nothing holds it back any more. */
function catchUp(actuator: Actuator): void {
  if (!actuator.deferred || mustWait(actuator, actuator.deferredValue)) return;
  obey(actuator, actuator.deferredValue);
  answer(actuator);
}

function watchLink(acting: Acting, now: number): void {
  const away = acting.client.state !== CONNECTED;
  if (away === acting.away) return;
  acting.away = away;
  acting.awayAt = now;
  for (const actuator of acting.actuators) actuator.fellBack = false;
}

/** Brings it to its safe state, once in each time without the broker. */
function fallBack(acting: Acting, actuator: Actuator, now: number): number {
  const after = actuator.declared.offlineAfter;
  if (after === 0 || !acting.away || actuator.fellBack) return LONGEST_WAIT_MS;
  const left = after - elapsed(now, acting.awayAt);
  if (left > 0) return left;
  actuator.fellBack = true;
  obey(actuator, actuator.declared.offlineValue);
  answer(actuator);
  return LONGEST_WAIT_MS;
}
