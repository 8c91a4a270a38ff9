// A brightness that goes to its target by small steps. The actuator's value is the target from the first
// moment on: its state, its policies and its rules know nothing of the way there.
import { elapsed } from "../../../bytes/milliseconds.ts";
import { type Actuator, driveTo } from "../actuator.ts";
import { LONGEST_WAIT_MS } from "../automation-state.ts";
import type { Ramp } from "./declared-actuator.ts";

/** 40 steps a second: the eye sees none of them. */
const STEP_MS = 25;

/** It is there at the start. */
export function startRamp(ramp: Ramp, value: number): void {
  ramp.at = value;
  ramp.to = value;
}

/** Brings each light as far on its way as is due at `now`. Returns the milliseconds until the next step. */
export function pollRamps(actuators: readonly Actuator[], now: number): number {
  let next = LONGEST_WAIT_MS;
  for (const actuator of actuators) {
    const ramp = actuator.declaration.ramp;
    if (ramp !== undefined) next = Math.min(next, follow(actuator, ramp, now));
  }
  return next;
}

function follow(actuator: Actuator, ramp: Ramp, now: number): number {
  const target = actuator.value;
  if (target !== ramp.to) begin(ramp, target, now);
  if (ramp.at === target) return LONGEST_WAIT_MS;
  const passed = elapsed(now, ramp.since);
  const steps = Math.floor(passed / STEP_MS);
  const at = passed >= ramp.ms ? target : between(ramp.from, target, steps * STEP_MS, ramp.ms);
  if (at !== ramp.at) {
    ramp.at = at;
    driveTo(actuator, at);
  }
  return at === target ? LONGEST_WAIT_MS : Math.min(ramp.ms, (steps + 1) * STEP_MS) - passed;
}

/** From where it is, on the way or not. */
function begin(ramp: Ramp, target: number, now: number): void {
  ramp.from = ramp.at;
  ramp.to = target;
  ramp.since = now;
}

/** Towards the target by `part` of `whole`. */
function between(from: number, to: number, part: number, whole: number): number {
  return to > from
    ? from + Math.floor(((to - from) * part) / whole)
    : from - Math.floor(((from - to) * part) / whole);
}
