// A passive infrared motion detector (HC-SR501) as its output shows it: high for a while after each motion.
// "HC-SR501" data sheet: a minute of initialisation in which the output rises up to three times for nothing;
// then a high level for the time that is set on the module, prolonged by more motion (jumper at H); 2.5 s of
// blindness behind it.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/** A stuck output never changes again. */
type PirFault = "none" | "stuck-low" | "stuck-high";

export interface PirOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  after: (ms: number, then: () => void) => () => void;
  /** How long the output is high behind the last motion: 3 s (the shortest) to 5 min. */
  holdMs?: number;
  /** How long it gives false alarms after power-on; 0: it gives none. */
  warmUpMs?: number;
}

export interface PirModel {
  fault: PirFault;
  /** Something warm moves in front of the detector, now. */
  motion: () => void;
}

const BLIND_MS = 2500;
const FALSE_ALARMS = 3;

export function createPir(options: PirOptions): PirModel {
  return new MotionDetector(options);
}

class MotionDetector implements PirModel {
  fault: PirFault = "none";
  private readonly lines: Pick<Lines, "drive">;
  private readonly pin: string | number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private readonly holdMs: number;
  private isWarm: boolean;
  private isBlind = false;
  private cancel = () => {};

  constructor({ lines, pin, after, holdMs = 3000, warmUpMs = 60_000 }: PirOptions) {
    this.lines = lines;
    this.pin = pin;
    this.after = after;
    this.holdMs = holdMs;
    this.isWarm = warmUpMs === 0;
    this.show(0);
    for (let i = 0; i < FALSE_ALARMS; i += 1)
      this.after((warmUpMs * (i + 0.5)) / FALSE_ALARMS, this.falseAlarm);
    this.after(warmUpMs, () => {
      this.isWarm = true;
      this.cancel();
      this.show(0);
    });
  }

  private readonly falseAlarm = (): void => {
    if (!this.isWarm) this.rise();
  };

  private readonly fall = (): void => {
    this.show(0);
    this.isBlind = true;
    this.after(BLIND_MS, () => {
      this.isBlind = false;
    });
  };

  motion(): void {
    if (this.isWarm && !this.isBlind) this.rise();
  }

  private show(level: 0 | 1): void {
    if (this.fault === "none") this.lines.drive(this.pin, level);
    else this.lines.drive(this.pin, this.fault === "stuck-high" ? 1 : 0);
  }

  private rise(): void {
    this.cancel();
    this.show(1);
    this.cancel = this.after(this.holdMs, this.fall);
  }
}
