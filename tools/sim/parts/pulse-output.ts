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
  const { lines, pin, now, after, flow, perUnit, pulseMs = 30 } = options;
  let total = 0;
  let count = 0;
  let isLow = false;
  let lookedAt = now();
  let cancelLook = () => {};
  let cancelPulse = () => {};
  let cancelBounce = () => {};

  const output: PulseOutput = {
    fault: "none",
    total: () => total,
    pulses: () => count,
    end() {
      cancelLook();
      cancelPulse();
      cancelBounce();
    },
  };
  show(false);
  look();

  function show(low: boolean): void {
    isLow = low;
    if (output.fault === "bouncing") bounce(low ? 0 : 1, BOUNCES);
    else if (output.fault === "none") lines.drive(pin, low ? 0 : 1);
    else lines.drive(pin, output.fault === "stuck-low" ? 0 : 1);
  }

  /** It is there, and goes back for a moment, so many times. */
  function bounce(level: 0 | 1, times: number): void {
    lines.drive(pin, level);
    if (times === 0) return;
    cancelBounce = after(BOUNCE_MS, () => {
      lines.drive(pin, 1 - level);
      cancelBounce = after(BOUNCE_MS, () => bounce(level, times - 1));
    });
  }

  function look(): void {
    total += (flow() * (now() - lookedAt)) / HOUR_MS;
    lookedAt = now();
    give();
    cancelLook = after(LOOK_MS, look);
  }

  function give(): void {
    if (isLow || count >= Math.floor(total * perUnit + 1e-9)) return;
    count += 1;
    show(true);
    cancelPulse = after(pulseMs, () => {
      show(false);
      cancelPulse = after(pulseMs, give);
    });
  }

  return output;
}
