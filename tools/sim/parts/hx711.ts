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

export function createHx711({ lines, data, clock, now, after, counts }: Hx711Options): Hx711Model {
  const { note, taken } = createMisuses("HX711");
  const model: Hx711Model = { fault: "none", heldPulse: 1, misuses: taken };
  let level = 1;
  let roseAt = 0;
  let pulses = 0;
  let isReady = false;
  let shifted = 0;
  let stopWaiting = () => {};

  function drive(wanted: number): void {
    const { fault } = model;
    lines.drive(data, fault === "absent" ? undefined : fault === "shorted" ? 0 : wanted);
  }

  function measured(): number {
    if (model.fault === "too-much") return MOST;
    if (model.fault === "too-little") return -MOST - 1;
    return Math.max(-MOST - 1, Math.min(MOST, Math.round(counts())));
  }

  function rises(): void {
    roseAt = now();
    if (!isReady) return;
    if (pulses === 0) shifted = measured();
    pulses += 1;
    drive(pulses > BITS ? 1 : (shifted >> (BITS - pulses)) & 1);
  }

  function falls(): void {
    const isHeld = model.fault === "slept" && pulses === model.heldPulse;
    if (!isHeld && now() - roseAt < SLEEP_MS) return;
    if (isHeld) model.fault = "none";
    // The last of them is what put it to sleep.
    else if (pulses > 1 && pulses !== PULSES + 1) note(`${pulses - 1} pulses for a reading`);
    pulses = 0;
    isReady = false;
    drive(1);
    stopWaiting();
    stopWaiting = after(SETTLE_MS, () => {
      if (model.fault === "not-ready" || level === 1) return;
      isReady = true;
      drive(0);
    });
  }

  drive(1);
  lines.whenWritten(clock, (now) => {
    if (now === level) return;
    level = now;
    if (level === 1) rises();
    else falls();
  });
  return model;
}
