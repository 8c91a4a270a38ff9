// A 28BYJ-48 on a ULN2003, as its shaft turns. Datasheet: Kiatronics, "28BYJ-48 - 5V Stepper Motor" (4-1-2
// phase; idle in-traction frequency above 600 Hz). Not modelled: load, inertia, the play of its gear, heat.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { createMisuses, type Misused } from "./misuses.ts";

type Pin = string | number;

export interface StepperMotorOptions {
  lines: Pick<Lines, "whenWritten">;
  /** IN1 to IN4. */
  inputs: readonly [Pin, Pin, Pin, Pin];
  now: () => number;
}

/** Something holds the shaft; the coils have no supply; a wire to IN1 is broken. */
type StepperMotorFault = "none" | "jammed" | "dead" | "broken-wire";

export interface StepperMotorModel extends Misused {
  fault: StepperMotorFault;
  /** Half steps clockwise since it was made, as the shaft shows them. */
  position: () => number;
  /** Current flows through its coils. */
  isHot: () => boolean;
}

/** IN4 first, by half steps. */
const CLOCKWISE = [0b1000, 0b1100, 0b0100, 0b0110, 0b0010, 0b0011, 0b0001, 0b1001];
const SHORTEST_MS = 1.5;

export function createStepperMotor({ lines, inputs, now }: StepperMotorOptions): StepperMotorModel {
  const { note, taken } = createMisuses("28BYJ-48");
  let coils = 0;
  /**
   * The half step that it stands at, unknown as long as no coil was on; and where it was before this
   * millisecond, which it cannot see.
   */
  let stands: { position: number; phase: number | undefined } = { position: 0, phase: undefined };
  let before = stands;
  let changedAt = Number.NEGATIVE_INFINITY;
  let steppedAt = Number.NEGATIVE_INFINITY;
  const motor: StepperMotorModel = {
    fault: "none",
    misuses: taken,
    position: () => stands.position,
    isHot: () => motor.fault !== "dead" && coils !== 0,
  };
  for (const [i, input] of inputs.entries())
    lines.whenWritten(input, (level) => {
      coils = level === 1 ? coils | (1 << i) : coils & ~(1 << i);
      if (now() !== changedAt) {
        if (stands.position !== before.position) steppedAt = changedAt;
        before = stands;
        changedAt = now();
      }
      turnTo(CLOCKWISE.indexOf(motor.fault === "broken-wire" ? coils & 0b1110 : coils));
    });
  return motor;

  /** Its rotor goes the shorter way to where the coils draw it. */
  function turnTo(phase: number): void {
    stands = before;
    if (phase < 0 || motor.fault === "dead" || motor.fault === "jammed") return;
    const { position, phase: from = phase } = before;
    const turned = ((phase - from + 12) % 8) - 4;
    if (turned === -4 && motor.fault === "none") note("coils that draw it both ways");
    if (turned !== 0 && now() - steppedAt < SHORTEST_MS) note("steps too fast for it");
    stands = { position: position + turned, phase };
  }
}
