// A direct-current motor on an H-bridge with two inputs. Datasheet: Texas Instruments, "DRV8833 Dual H-Bridge
// Motor Driver", SLVSAR1: the bridge's logic, and its pull-downs, by which an input that is not driven is
// low. Both high brakes there; a bridge of single transistors burns then, so it is noted. Not modelled:
// inertia, the current, the faults that the chip reports.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { createMisuses, type Misused } from "./misuses.ts";

type Pin = string | number;

export interface HBridgeOptions {
  lines: Pick<Lines, "output" | "whenWritten">;
  /** The two inputs. */
  forward: Pin;
  backward: Pin;
}

/** Something holds the shaft; the motor's supply has gone. */
type MotorFault = "none" | "jammed" | "dead";

export interface MotorModel extends Misused {
  fault: MotorFault;
  /** Share of its full speed, -1 to 1; below 0 backwards. */
  speed: () => number;
}

/** Of the duty: with less, friction holds it. */
const LEAST_SHARE = 0.15;

export function createHBridge({ lines, forward, backward }: HBridgeOptions): MotorModel {
  const { note, taken } = createMisuses("H-bridge");
  const share = (input: Pin) => lines.output(input) ?? 0;
  const look = () => {
    if (share(forward) > 0 && share(backward) > 0) note("both inputs are high");
  };
  for (const input of [forward, backward]) lines.whenWritten(input, look);
  const motor: MotorModel = {
    fault: "none",
    misuses: taken,
    speed() {
      if (motor.fault !== "none") return 0;
      const driven = share(forward) - share(backward);
      return Math.abs(driven) < LEAST_SHARE ? 0 : driven;
    },
  };
  return motor;
}
