// HX711 as its two lines show it. Datasheet: Avia Semiconductor, "HX711": asleep while its clock is high for
// longer than 60 µs; 400 ms behind that data goes low; each pulse shifts a bit out, the highest first, and
// the 25th lets data go high. Not modelled: noise, drift, channel B and gain 64 (26 and 27 pulses are noted).
import { createMisuses, type Misused } from "./misuses.ts";

/**
 * Nothing there; it never has anything to take; its data is shorted to ground; too much to either side; an
 * interrupt holds one pulse of the next frame up until it sleeps, and the fault is over.
 */
export type Hx711Fault = "none" | "absent" | "not-ready" | "shorted" | "too-much" | "too-little" | "slept";

export interface Hx711Options {
  lines: {
    drive: (pin: string | number, level: number | undefined) => void;
    whenWritten: (pin: string | number, changed: (level: number) => void) => void;
  };
  data: string | number;
  clock: string | number;
  now: () => number;
  after: (ms: number, then: () => void) => () => void;
  /** What it counts, in the range or not. */
  counts: () => number;
}

export interface Hx711Model extends Misused {
  fault: Hx711Fault;
  /** The pulse that is held up when it is "slept", from 1. */
  heldPulse: number;
}

const SETTLE_MS = 400;
const SLEEP_MS = 0.06;
const BITS = 24;
const PULSES = 25;
const MOST = 2 ** 23 - 1;

export function createHx711(options: Hx711Options): Hx711Model {
  return new ScaleAmplifier(options);
}

class ScaleAmplifier implements Hx711Model {
  fault: Hx711Fault = "none";
  heldPulse: number = 1;
  private readonly lines: {
    drive: (pin: string | number, level: number | undefined) => void;
    whenWritten: (pin: string | number, changed: (level: number) => void) => void;
  };
  private readonly data: string | number;
  private readonly now: () => number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly counts: () => number;
  private readonly noted = createMisuses("HX711");
  private level = 1;
  private roseAt = 0;
  private pulses = 0;
  private isReady = false;
  private shifted = 0;
  private stopWaiting = () => {};

  constructor({ lines, data, clock, now, after, counts }: Hx711Options) {
    this.lines = lines;
    this.data = data;
    this.now = now;
    this.after = after;
    this.counts = counts;
    this.drive(1);
    this.lines.whenWritten(clock, (now) => {
      if (now === this.level) return;
      this.level = now;
      if (this.level === 1) this.rises();
      else this.falls();
    });
  }

  readonly misuses = this.noted.taken;

  private drive(wanted: number): void {
    const { fault } = this;
    this.lines.drive(this.data, fault === "absent" ? undefined : fault === "shorted" ? 0 : wanted);
  }

  private measured(): number {
    if (this.fault === "too-much") return MOST;
    if (this.fault === "too-little") return -MOST - 1;
    return Math.max(-MOST - 1, Math.min(MOST, Math.round(this.counts())));
  }

  private rises(): void {
    this.roseAt = this.now();
    if (!this.isReady) return;
    if (this.pulses === 0) this.shifted = this.measured();
    this.pulses += 1;
    this.drive(this.pulses > BITS ? 1 : (this.shifted >> (BITS - this.pulses)) & 1);
  }

  private falls(): void {
    const isHeld = this.fault === "slept" && this.pulses === this.heldPulse;
    if (!isHeld && this.now() - this.roseAt < SLEEP_MS) return;
    if (isHeld) this.fault = "none";
    // The last of them is what put it to sleep.
    else if (this.pulses > 1 && this.pulses !== PULSES + 1)
      this.noted.note(`${this.pulses - 1} pulses for a reading`);
    this.pulses = 0;
    this.isReady = false;
    this.drive(1);
    this.stopWaiting();
    this.stopWaiting = this.after(SETTLE_MS, () => {
      if (this.fault === "not-ready" || this.level === 1) return;
      this.isReady = true;
      this.drive(0);
    });
  }
}
