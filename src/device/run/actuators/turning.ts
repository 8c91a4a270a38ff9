// A knob that people turn at the device: each of its steps takes an actuator a step further, from wherever it
// is by then. Its policies go first, as with a command.
import { POLICIES } from "../../../features.ts";
import type { Actuator } from "../actuator.ts";
import { requestValue } from "../command.ts";
import type { Turning } from "./declared-actuator.ts";

/** Does one of them have a step to go? */
export function isTurned(actuators: readonly Actuator[]): boolean {
  for (const actuator of actuators) {
    const turning = actuator.declaration.turning;
    if (turning !== undefined && stepsOf(turning) !== 0) return true;
  }
  return false;
}

/** A knob turned past the end of the range changes nothing; the first step back moves the actuator. */
export function turnActuators(actuators: readonly Actuator[]): void {
  for (const actuator of actuators) {
    const turning = actuator.declaration.turning;
    if (turning === undefined) continue;
    const steps = stepsOf(turning);
    if (steps === 0) continue;
    turning.followed += steps;
    const { leastValue, mostValue } = actuator.declaration;
    const before = POLICIES && actuator.deferred ? actuator.deferredValue : actuator.value;
    requestValue(actuator, Math.max(leastValue, Math.min(mostValue, before + steps * turning.step)));
  }
}

function stepsOf({ knob, followed }: Turning): number {
  knob.collect(knob);
  return (knob.position.value as number) - followed;
}
