// A passive infrared motion detector (HC-SR501) as its output shows it: high for a while after each motion.
// "HC-SR501" data sheet: a minute of initialisation in which the output rises up to three times for nothing;
// then a high level for the time that is set on the module, prolonged by more motion (jumper at H); 2.5 s of
// blindness behind it.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/** Its output never changes any more. */
type PirFault = "none" | "stuck-low" | "stuck-high";

export interface PirOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  after: (ms: number, then: () => void) => () => void;
  /** How long the output is high behind the last motion: 3 s (the shortest) to 5 min. */
  holdMs?: number;
  /** How long it makes up alarms after power on, 0 to skip that. */
  warmUpMs?: number;
}

export interface PirModel {
  fault: PirFault;
  /** Something warm moves in front of it, now. */
  motion: () => void;
}

const BLIND_MS = 2500;
const FALSE_ALARMS = 3;

export function createPir({ lines, pin, after, holdMs = 3000, warmUpMs = 60_000 }: PirOptions): PirModel {
  let isWarm = warmUpMs === 0;
  let isBlind = false;
  let cancel = () => {};

  const detector: PirModel = {
    fault: "none",
    motion() {
      if (isWarm && !isBlind) rise();
    },
  };
  show(0);
  for (let i = 0; i < FALSE_ALARMS; i += 1) after((warmUpMs * (i + 0.5)) / FALSE_ALARMS, falseAlarm);
  after(warmUpMs, () => {
    isWarm = true;
    cancel();
    show(0);
  });

  function show(level: 0 | 1): void {
    if (detector.fault === "none") lines.drive(pin, level);
    else lines.drive(pin, detector.fault === "stuck-high" ? 1 : 0);
  }

  function falseAlarm(): void {
    if (!isWarm) rise();
  }

  function rise(): void {
    cancel();
    show(1);
    cancel = after(holdMs, fall);
  }

  function fall(): void {
    show(0);
    isBlind = true;
    after(BLIND_MS, () => {
      isBlind = false;
    });
  }

  return detector;
}
