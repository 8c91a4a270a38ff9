// HC-SR04 as its two lines show it: a pulse on the echo line after each pulse on the trigger. Datasheet:
// ElecFreaks, "Ultrasonic Ranging Module HC-SR04": a trigger of 10 µs, eight cycles at 40 kHz, then an echo
// pulse of 58 µs for each cm; 60 ms from trigger to trigger. Others measured that the echo begins some 450 µs
// behind the trigger, and lasts 38 ms without one. Not modelled: its cone, soft and slanted walls, the
// temperature of the air, how long the trigger was high.
import type { Lines } from "../../../src/platform/node/circuit.ts";
import { createMisuses, type Misused } from "./misuses.ts";

type Pin = string | number;

/**
 * Nothing comes; no echo comes back in 38 ms; the echo line stays high; the echo begins before anybody
 * listens, so that its first edge is lost; a short pulse comes beside the echo.
 */
export type HcSr04Fault = "none" | "silent" | "no-echo" | "held" | "lost-edge" | "noise";

export interface HcSr04Options {
  lines: Pick<Lines, "drive" | "whenWritten">;
  trigger: Pin;
  echo: Pin;
  now: () => number;
  after: (ms: number, then: () => void) => () => void;
  centimetres: () => number;
  /** Microseconds from the trigger to the begin of the echo. */
  beginUs?: number;
}

export interface HcSr04Model extends Misused {
  fault: HcSr04Fault;
}

const BEGIN_US = 450;
const US_PER_CM = 58;
const NO_ECHO_US = 38_000;
/** It sees nothing farther away. */
const FARTHEST_CM = 400;
/** What is nearer looks as if it were there. */
const NEAREST_CM = 2;
const CYCLE_MS = 60;
const NOISE_US = 20;
/** Long enough that the line is still high at a next measurement. */
const HELD_MS = 9500;

export function createHcSr04(options: HcSr04Options): HcSr04Model {
  const { lines, trigger, echo, now, after, centimetres, beginUs = BEGIN_US } = options;
  const { note, taken } = createMisuses("HC-SR04");
  let wasHigh = false;
  let measuredAt = Number.NEGATIVE_INFINITY;
  let isHeld = false;
  const model: HcSr04Model = { fault: "none", misuses: taken };
  lines.drive(echo, 0);
  lines.whenWritten(trigger, (level) => {
    if (wasHigh && level === 0) measure();
    else if (level === 1 && model.fault === "lost-edge") lines.drive(echo, 1);
    wasHigh = level === 1;
  });
  return model;

  function measure(): void {
    if (now() - measuredAt < CYCLE_MS) note("a trigger less than 60 ms behind the last one");
    measuredAt = now();
    if (model.fault === "silent" || isHeld) return;
    if (model.fault === "held") {
      hold();
      return;
    }
    const width = echoWidth();
    // The device is told a little later of all edges, each with its time: no timer is as exact as they are.
    after(Math.ceil((beginUs + width + 2 * NOISE_US) / 1000), () => pulse(width));
  }

  function echoWidth(): number {
    const far = centimetres();
    return model.fault === "no-echo" || far > FARTHEST_CM
      ? NO_ECHO_US
      : Math.round(Math.max(NEAREST_CM, far) * US_PER_CM);
  }

  function pulse(width: number): void {
    lines.drive(echo, 1, width + 2 * NOISE_US);
    lines.drive(echo, 0, 2 * NOISE_US);
    if (model.fault !== "noise") return;
    lines.drive(echo, 1, NOISE_US);
    lines.drive(echo, 0, 0);
  }

  function hold(): void {
    isHeld = true;
    after(Math.ceil(beginUs / 1000), () => lines.drive(echo, 1));
    after(HELD_MS, () => {
      isHeld = false;
      lines.drive(echo, 0);
    });
  }
}
