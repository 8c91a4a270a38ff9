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
  return new DistanceSensor(options);
}

class DistanceSensor implements HcSr04Model {
  fault: HcSr04Fault = "none";
  private readonly lines: Pick<Lines, "drive" | "whenWritten">;
  private readonly echo: Pin;
  private readonly now: () => number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly centimetres: () => number;
  private readonly beginUs: number;
  private readonly noted = createMisuses("HC-SR04");
  private wasHigh = false;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private isHeld = false;

  constructor(options: HcSr04Options) {
    const { lines, trigger, echo, now, after, centimetres, beginUs = BEGIN_US } = options;
    this.lines = lines;
    this.echo = echo;
    this.now = now;
    this.after = after;
    this.centimetres = centimetres;
    this.beginUs = beginUs;
    this.lines.drive(this.echo, 0);
    this.lines.whenWritten(trigger, (level) => {
      if (this.wasHigh && level === 0) this.measure();
      else if (level === 1 && this.fault === "lost-edge") this.lines.drive(this.echo, 1);
      this.wasHigh = level === 1;
    });
  }

  readonly misuses = this.noted.taken;

  private measure(): void {
    if (this.now() - this.measuredAt < CYCLE_MS)
      this.noted.note("a trigger less than 60 ms behind the last one");
    this.measuredAt = this.now();
    if (this.fault === "silent" || this.isHeld) return;
    if (this.fault === "held") {
      this.hold();
      return;
    }
    const width = this.echoWidth();
    // The device is told a little later of all edges, each with its time: no timer is as exact as they are.
    this.after(Math.ceil((this.beginUs + width + 2 * NOISE_US) / 1000), () => this.pulse(width));
  }

  private echoWidth(): number {
    const far = this.centimetres();
    return this.fault === "no-echo" || far > FARTHEST_CM
      ? NO_ECHO_US
      : Math.round(Math.max(NEAREST_CM, far) * US_PER_CM);
  }

  private pulse(width: number): void {
    this.lines.drive(this.echo, 1, width + 2 * NOISE_US);
    this.lines.drive(this.echo, 0, 2 * NOISE_US);
    if (this.fault !== "noise") return;
    this.lines.drive(this.echo, 1, NOISE_US);
    this.lines.drive(this.echo, 0, 0);
  }

  private hold(): void {
    this.isHeld = true;
    this.after(Math.ceil(this.beginUs / 1000), () => this.lines.drive(this.echo, 1));
    this.after(HELD_MS, () => {
      this.isHeld = false;
      this.lines.drive(this.echo, 0);
    });
  }
}
