// Policies: what defers a command, and what makes one of its own. Minimum times, a longest time, a safe state
// without the broker, an interlock, sensors that permit, a sensor that confirms. Each is only in an image
// whose device asks for it.
import { elapsed } from "../../bytes/milliseconds.ts";
import {
  AT_MOST,
  CONFIRMATIONS,
  FOLLOWS,
  INTERLOCKS,
  KEPT_STATES,
  MAXIMUM_ON,
  MINIMUM_TIMES,
  OFFLINE_STATES,
  ONLY_WHILE,
} from "../../features.ts";
import { isConnected } from "../../mqtt/connection-state.ts";
import {
  type Actuator,
  enterPhase,
  MOVING,
  noteDeferred,
  noteSwitched,
  publishState,
  setValue,
} from "./actuator.ts";
import { FORGETS } from "./actuators/declared-actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stir } from "./automation-state.ts";
import { awaitConfirmation, pollConfirmation } from "./confirmation.ts";
import { noteChange } from "./health.ts";
import { PERMITTED, refuse, startPermission, UNSETTLED } from "./permission.ts";
import { outdate, saveStates } from "./persisted-states.ts";
import { isTooOften, refuseStart, startRefusals } from "./refusal.ts";
import { followAgain } from "./rules/follow.ts";
import { countStart } from "./starts.ts";

/** Puts the policies of an actuator into their state at start: a minimum time counts from there. */
export function startPolicies(actuator: Actuator): void {
  if (MINIMUM_TIMES) actuator.held = minimumOf(actuator) > 0;
  if (CONFIRMATIONS && actuator.declaration.witness >= 0) enterPhase(actuator, MOVING);
  if (ONLY_WHILE) startPermission(actuator);
  if (AT_MOST) startRefusals(actuator);
}

/**
 * Sets it to the requested value, or defers that until it may be. A later command replaces a deferred one.
 * @cold
 */
export function setOrDefer(actuator: Actuator, requested: number): void {
  // A command or a rule was refused before this; the value is its state at start, or the one for the time
  // without the broker.
  if (AT_MOST && isTooOften(actuator, requested)) {
    refuseStart(actuator);
    setOrDefer(actuator, 0);
    return;
  }
  const value = ONLY_WHILE && actuator.permission !== PERMITTED ? refuse(actuator, requested) : requested;
  if (INTERLOCKS && value !== 0) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0 || rival.deferred) {
        setOrDefer(rival, 0);
        publishState(rival);
      }
    }
  }
  const waits = mustWait(actuator, value);
  if (waits !== actuator.deferred) noteChange(actuator.device.health);
  noteDeferred(actuator, waits, value);
  if (!waits) setNow(actuator, value);
  stir(actuator.device.acting);
}

/** May it not be set to `value` yet? */
function mustWait(actuator: Actuator, value: number): boolean {
  // An actuator without permission goes to its rest at once, also within its minimum time.
  if (ONLY_WHILE && actuator.permission !== PERMITTED)
    return value !== 0 && actuator.permission === UNSETTLED;
  if (MINIMUM_TIMES && actuator.held && (value === 0) !== (actuator.value === 0)) return true;
  if (INTERLOCKS && value !== 0) {
    for (const rival of actuator.rivals) {
      if (rival.value !== 0) return true;
    }
  }
  return false;
}

function setNow(actuator: Actuator, value: number): void {
  const before = actuator.value;
  if (AT_MOST && before === 0 && value !== 0) countStart(actuator);
  if (CONFIRMATIONS) awaitConfirmation(actuator, value);
  setValue(actuator, value);
  if (KEPT_STATES && value !== before && actuator.declaration.keeping !== FORGETS)
    outdate(actuator.device.persistedStates);
  if ((value === 0) !== (before === 0)) {
    noteSwitched(actuator, actuator.client.instant);
    if (MINIMUM_TIMES) actuator.held = minimumOf(actuator) > 0;
  }
}

/** Milliseconds for which it must stay as it is, from its last change. */
function minimumOf(actuator: Actuator): number {
  return actuator.value === 0 ? actuator.declaration.minimumOff : actuator.declaration.minimumOn;
}

/** Does all that is due at `now`. Returns the milliseconds until the next call is needed. */
export function pollPolicies(device: ActingDevice, now: number): number {
  let next = LONGEST_WAIT_MS;
  if (OFFLINE_STATES) watchLink(device, now);
  for (const actuator of device.actuators) {
    if (MAXIMUM_ON) next = Math.min(next, endInTime(actuator, now));
    if (OFFLINE_STATES) next = Math.min(next, fallBack(device, actuator, now));
    if (MINIMUM_TIMES) next = Math.min(next, release(actuator, now));
    if (MINIMUM_TIMES || INTERLOCKS || ONLY_WHILE) runDeferred(actuator);
    if (CONFIRMATIONS) next = Math.min(next, pollConfirmation(device, actuator, now));
  }
  if (KEPT_STATES) next = Math.min(next, saveStates(device, now));
  return next;
}

/** Sets it to rest after its longest time. */
function endInTime(actuator: Actuator, now: number): number {
  const longest = actuator.declaration.maximumOn;
  if (longest === 0 || actuator.value === 0) return LONGEST_WAIT_MS;
  const left = longest - elapsed(now, actuator.changedAt);
  if (left > 0) return left;
  setOrDefer(actuator, 0);
  publishState(actuator);
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

/** Applies a deferred command when nothing holds it back any more. */
function runDeferred(actuator: Actuator): void {
  if (!actuator.deferred || mustWait(actuator, actuator.deferredValue)) return;
  setOrDefer(actuator, actuator.deferredValue);
  publishState(actuator);
}

function watchLink(device: ActingDevice, now: number): void {
  const away = !isConnected(device.client);
  if (away === device.acting.away) return;
  device.acting.away = away;
  device.acting.awayAt = now;
  for (let i = 0; i < device.actuators.length; i++) {
    const actuator = device.actuators[i] as Actuator;
    if (FOLLOWS && actuator.fellBack && !away) {
      followAgain(device.acting.follows, i);
      stir(device.acting);
    }
    actuator.fellBack = false;
  }
}

/** Sets it to its safe state, once in each time without the broker. */
function fallBack(device: ActingDevice, actuator: Actuator, now: number): number {
  const after = actuator.declaration.offlineAfter;
  if (after === 0 || !device.acting.away || actuator.fellBack) return LONGEST_WAIT_MS;
  const left = after - elapsed(now, device.acting.awayAt);
  if (left > 0) return left;
  // If its sensors do not permit its safe state now, it takes that when they do.
  if (ONLY_WHILE && actuator.permission !== PERMITTED && actuator.declaration.offlineValue !== 0)
    return LONGEST_WAIT_MS;
  if (AT_MOST && isTooOften(actuator, actuator.declaration.offlineValue)) return LONGEST_WAIT_MS;
  actuator.fellBack = true;
  setOrDefer(actuator, actuator.declaration.offlineValue);
  publishState(actuator);
  return LONGEST_WAIT_MS;
}
