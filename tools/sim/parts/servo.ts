// A hobby servo (SG90): an arm that turns to the angle that the length of the pulses says.
// Tower Pro, "SG90 9 g Micro Servo": a pulse each 20 ms, 0.1 s for 60° at 4.8 V.
import { FULL_DUTY } from "../../../src/platform/node/circuit.ts";
import type { DrivenOptions } from "./driven.ts";

/** Something holds the arm where it is; the supply has gone. */
type ServoFault = "none" | "jammed" | "dead";

export interface ServoOptions extends DrivenOptions {
  now: () => number;
  /** Microseconds of the pulse at 0 and at 180 degrees. */
  leastUs?: number;
  mostUs?: number;
  /** Where the arm stands when power comes. */
  degrees?: number;
}

export interface ServoModel {
  fault: ServoFault;
  /** Where the arm is now, 0 to 180. */
  degrees: () => number;
}

const DEGREES_PER_MS = 60 / 100;
/** Pulses at any other rate are no signal to it. */
const LEAST_HERTZ = 40;
const MOST_HERTZ = 60;

export function createServo(options: ServoOptions): ServoModel {
  const { lines, pin, now, leastUs = 500, mostUs = 2500 } = options;
  let arm = options.degrees ?? 90;
  let goal = arm;
  let movedAt = now();

  const servo: ServoModel = {
    fault: "none",
    degrees() {
      move();
      return arm;
    },
  };

  function move(): void {
    const reach = servo.fault === "none" ? (now() - movedAt) * DEGREES_PER_MS : 0;
    movedAt = now();
    arm += Math.min(reach, Math.max(-reach, goal - arm));
  }

  lines.whenPulsed(pin, (hertz, duty) => {
    move();
    if (hertz < LEAST_HERTZ || hertz > MOST_HERTZ || duty === 0) {
      goal = arm;
      return;
    }
    const us = ((duty / FULL_DUTY) * 1e6) / hertz;
    goal = Math.min(180, Math.max(0, ((us - leastUs) / (mostUs - leastUs)) * 180));
  });

  return servo;
}
