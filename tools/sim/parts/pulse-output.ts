// The pulse output of a meter: an open collector that pulls its line low for each portion that has passed.
// EN 62053-31 (S0): a pulse lasts 30 ms at least. Water meters with a reed contact are slower.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/**
 * The output is closed for good; gives nothing any more; is a contact that bounces as it closes and as it
 * opens.
 */
export type PulseFault = "none" | "stuck-low" | "silent" | "bouncing";

export interface PulseOutputOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  now: () => number;
  after: (ms: number, then: () => void) => () => void;
  /** What flows now, in units (kWh, m³) an hour. Looked at ten times a second. */
  flow: () => number;
  perUnit: number;
  pulseMs?: number;
}

export interface PulseOutput {
  fault: PulseFault;
  /** Units that have passed, as the face of the meter shows them. */
  total: () => number;
  /** Pulses that were given. */
  pulses: () => number;
  end: () => void;
}

const HOUR_MS = 3_600_000;
const LOOK_MS = 100;
/** How often a bouncing contact comes back, and how long each time takes. */
const BOUNCES = 3;
const BOUNCE_MS = 1;

/**
 * A meter that begins at 0. Portions that pass while the output is still low follow it, each after a pause.
 */
export function createPulseOutput(options: PulseOutputOptions): PulseOutput {
  return new PulseGenerator(options);
}

class PulseGenerator implements PulseOutput {
  fault: PulseFault = "none";
  private readonly lines: Pick<Lines, "drive">;
  private readonly pin: string | number;
  private readonly now: () => number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly flow: () => number;
  private readonly perUnit: number;
  private readonly pulseMs: number;
  private given = 0;
  private count = 0;
  private isLow = false;
  private lookedAt: number;
  private cancelLook = () => {};
  private cancelPulse = () => {};
  private cancelBounce = () => {};

  constructor(options: PulseOutputOptions) {
    const { lines, pin, now, after, flow, perUnit, pulseMs = 30 } = options;
    this.lines = lines;
    this.pin = pin;
    this.now = now;
    this.after = after;
    this.flow = flow;
    this.perUnit = perUnit;
    this.pulseMs = pulseMs;
    this.lookedAt = this.now();
    this.show(false);
    this.look();
  }

  private readonly look = (): void => {
    this.given += (this.flow() * (this.now() - this.lookedAt)) / HOUR_MS;
    this.lookedAt = this.now();
    this.give();
    this.cancelLook = this.after(LOOK_MS, this.look);
  };

  private readonly give = (): void => {
    if (this.isLow || this.count >= Math.floor(this.given * this.perUnit + 1e-9)) return;
    this.count += 1;
    this.show(true);
    this.cancelPulse = this.after(this.pulseMs, () => {
      this.show(false);
      this.cancelPulse = this.after(this.pulseMs, this.give);
    });
  };

  total(): number {
    return this.given;
  }

  pulses(): number {
    return this.count;
  }

  end(): void {
    this.cancelLook();
    this.cancelPulse();
    this.cancelBounce();
  }

  private show(low: boolean): void {
    this.isLow = low;
    if (this.fault === "bouncing") this.bounce(low ? 0 : 1, BOUNCES);
    else if (this.fault === "none") this.lines.drive(this.pin, low ? 0 : 1);
    else this.lines.drive(this.pin, this.fault === "stuck-low" ? 0 : 1);
  }

  /** It is there, and goes back for a moment, so many times. */
  private bounce(level: 0 | 1, times: number): void {
    this.lines.drive(this.pin, level);
    if (times === 0) return;
    this.cancelBounce = this.after(BOUNCE_MS, () => {
      this.lines.drive(this.pin, 1 - level);
      this.cancelBounce = this.after(BOUNCE_MS, () => this.bounce(level, times - 1));
    });
  }
}
