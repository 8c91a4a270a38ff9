// Confirmation: a sensor says whether a part did what it was told, and shows when somebody moved it by hand.
import { elapsed } from "../bytes/milliseconds.ts";
import { type Acting, LONGEST_WAIT_MS } from "./acting.ts";
import { type Actuator, answer, drive, MOVING, SETTLED, STUCK } from "./actuator.ts";

/** A command is about to bring the actuator to `value`. One that is stuck is driven once more, whatever it asks for. */
export function moved(actuator: Actuator, value: number): void {
  if (actuator.declared.witness < 0) return;
  if (value === actuator.value && actuator.phase !== STUCK) return;
  if (value === actuator.value) drive(actuator);
  enter(actuator, MOVING);
  actuator.movedAt = actuator.client.instant;
}

function enter(actuator: Actuator, phase: number): void {
  if ((phase === STUCK) !== (actuator.phase === STUCK)) actuator.health.changed = true;
  actuator.phase = phase;
}

/**
 * Looks at the sensor that confirms it. Without a reading nothing is known: what moves is stuck when its time is over,
 * and what has settled stays as it is. Returns the milliseconds until it is next needed.
 */
export function confirm(acting: Acting, actuator: Actuator, now: number): number {
  const declared = actuator.declared;
  if (declared.witness < 0) return LONGEST_WAIT_MS;
  const reading = (acting.sensors[declared.witness] as Acting["sensors"][0]).measured;
  const isAtRest = reading === declared.witnessAtRest;
  if (reading !== undefined && isAtRest === (actuator.value === 0)) {
    if (actuator.phase !== SETTLED) {
      enter(actuator, SETTLED);
      answer(actuator);
    }
  } else if (actuator.phase === MOVING) {
    const left = declared.witnessWithin - elapsed(now, actuator.movedAt);
    if (left > 0) return left;
    enter(actuator, STUCK);
    answer(actuator);
  } else if (actuator.phase === SETTLED && reading !== undefined) {
    // By hand. The state follows; the part is not driven against the hand.
    actuator.value = isAtRest ? 0 : 1;
    actuator.changedAt = now;
    actuator.health.stirred = true;
    answer(actuator);
  }
  return LONGEST_WAIT_MS;
}
