// A device's storage whose writes fail or are torn by a loss of power, by a plan or from a seed. A world
// takes it as its `storage`.

import { createRandom } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";

/** One write, before it is done. */
export interface Write {
  /** Counted from 0, through all lives of the device. */
  number: number;
  name: string;
  bytes: string;
}

/**
 * What a loss of power in the middle of a write leaves: the old record, the new one, none, or its first
 * bytes.
 */
export type Left = "old" | "new" | "nothing" | { firstBytes: number };

/** What becomes of a write. A write that fails leaves the old record, and the device is told. */
export type WriteFate = "done" | "fails" | { powerGoesLeaving: Left };

/** Stops the program in the middle of a write: nothing that stands behind it happens any more. */
export class PowerLost extends Error {
  constructor() {
    super("The power has gone in the middle of a write.");
  }
}

export class FaultyStorage extends Map<string, string> {
  /** How many writes there were. */
  writes = 0;
  /** Says what becomes of each write. */
  plan: (write: Write) => WriteFate = () => "done";
  /** Is told that the power has gone, before the write throws `PowerLost`. */
  powerGoes = () => {};

  /** `records` are there from the start. */
  constructor(records: Iterable<readonly [name: string, bytes: string]> = []) {
    super();
    for (const [name, bytes] of records) super.set(name, bytes);
  }

  override set(name: string, bytes: string): this {
    const fate = this.plan({ number: this.writes, name, bytes });
    this.writes += 1;
    if (fate === "done") return super.set(name, bytes);
    if (fate === "fails") return this;
    this.tear(name, bytes, fate.powerGoesLeaving);
    this.powerGoes();
    throw new PowerLost();
  }

  private tear(name: string, bytes: string, left: Left): void {
    if (left === "new") super.set(name, bytes);
    else if (left === "nothing") super.delete(name);
    else if (left !== "old") super.set(name, bytes.substring(0, left.firstBytes));
  }
}

/** The same time for a device whose storage may lose power: a turn that it stops is over. */
export function survivingPowerLoss<Clock extends Timers>(clock: Clock): Clock {
  const survive = (then: () => void) => {
    try {
      then();
    } catch (error) {
      if (!(error instanceof PowerLost)) throw error;
    }
  };
  return { ...clock, after: (ms: number, then: () => void) => clock.after(ms, () => survive(then)) };
}

/** Of each kind of fault: one write in so many has it; 0 is none. */
export interface WriteOdds {
  fails: number;
  powerGoes: number;
  /**
   * A medium that replaces a record whole or not at all keeps the old one or the new one. Another one may
   * keep its first bytes, or nothing.
   */
  isAtomic: boolean;
}

/** A plan drawn from a seed. */
export function writeFaults(seed: number, { fails, powerGoes, isAtomic }: WriteOdds): FaultyStorage["plan"] {
  const random = createRandom(seed ^ 0x666c6173);
  return ({ bytes }) => {
    if (random.once(fails)) return "fails";
    if (!random.once(powerGoes)) return "done";
    const kind = random.below(isAtomic ? 2 : 4);
    if (kind === 0) return { powerGoesLeaving: "old" };
    if (kind === 1) return { powerGoesLeaving: "new" };
    if (kind === 2) return { powerGoesLeaving: "nothing" };
    return { powerGoesLeaving: { firstBytes: random.below(bytes.length + 1) } };
  };
}
