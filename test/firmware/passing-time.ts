// Virtual time beside a broker in this process: it goes on in small steps, and between two of them all that
// was written is read. So an hour takes seconds, a busy computer changes nothing, and nobody is hurried.
import { performance } from "node:perf_hooks";
import { createVirtualClock, type VirtualClock } from "../../tools/sim/worlds/clock.ts";

/** Short beside what a device waits for a broker's answer. */
const STEP_MS = 100;
/** Turns of the event loop in which bytes go from the device through the broker and back. */
const TURNS = 4;
/**
 * What comes by a socket may be late by the wall's time: so long is it waited for while the device's time
 * stands still.
 */
const LATE_MS = 5000;

export interface PassingTime {
  clock: VirtualClock;
  /** Lets time pass. */
  pass: (ms: number) => Promise<void>;
  /** Lets time pass until `holds`; false when it does not within `limitMs`. */
  until: (holds: () => boolean, limitMs: number) => Promise<boolean>;
}

export function createPassingTime(): PassingTime {
  const clock = createVirtualClock();

  async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
    const end = clock.now() + limitMs;
    while (!holds() && clock.now() < end) {
      clock.advance(Math.min(STEP_MS, end - clock.now()));
      for (let i = 0; i < TURNS; i += 1) await oneTurn();
    }
    const patience = performance.now() + LATE_MS;
    while (!holds() && performance.now() < patience) await oneTurn();
    return holds();
  }

  async function pass(ms: number): Promise<void> {
    const end = clock.now() + ms;
    await until(() => clock.now() >= end, ms);
  }

  return { clock, pass, until };
}

function oneTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
