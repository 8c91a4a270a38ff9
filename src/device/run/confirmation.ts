// Confirmation: a sensor shows whether a part has followed its command, and when somebody moved it by hand.
import { elapsed } from "../../bytes/milliseconds.ts";
import {
  type Actuator,
  adoptValue,
  drivePart,
  enterPhase,
  MOVING,
  noteSwitched,
  type Phase,
  publishState,
  SETTLED,
  STUCK,
} from "./actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS, stirByReading } from "./automation-state.ts";
import { noteChange } from "./health.ts";

/**
 * A command is about to set the actuator to `value`. One that is stuck is driven once more, whatever the
 * value.
 */
export function awaitConfirmation(actuator: Actuator, value: number): void {
  if (actuator.declaration.witness < 0) return;
  if (value === actuator.value && actuator.phase !== STUCK) return;
  if (value === actuator.value) drivePart(actuator);
  enter(actuator, MOVING);
  actuator.movedAt = actuator.client.instant;
}

function enter(actuator: Actuator, phase: Phase): void {
  if ((phase === STUCK) !== (actuator.phase === STUCK)) noteChange(actuator.device.health);
  enterPhase(actuator, phase);
}

/**
 * Looks at the sensor that confirms it. Without a reading nothing is known: a moving part is stuck when its
 * time is over, and a settled one stays as it is. Returns the milliseconds until the next call is needed.
 */
export function pollConfirmation(device: ActingDevice, actuator: Actuator, now: number): number {
  const declaration = actuator.declaration;
  if (declaration.witness < 0) return LONGEST_WAIT_MS;
  const reading = (device.sensors[declaration.witness] as ActingDevice["sensors"][0]).measured;
  const isAtRest = reading === declaration.witnessAtRest;
  if (reading !== undefined && isAtRest === (actuator.value === 0)) {
    if (actuator.phase !== SETTLED) {
      enter(actuator, SETTLED);
      publishState(actuator);
    }
  } else if (actuator.phase === MOVING) {
    const left = declaration.witnessWithin - elapsed(now, actuator.movedAt);
    if (left > 0) return left;
    enter(actuator, STUCK);
    publishState(actuator);
  } else if (actuator.phase === SETTLED && reading !== undefined) {
    // By hand. The state follows; the part is not driven against the hand, unless it may not be so.
    adoptValue(actuator, isAtRest ? 0 : 1);
    noteSwitched(actuator, now);
    stirByReading(actuator.device.acting);
    publishState(actuator);
  }
  return LONGEST_WAIT_MS;
}
