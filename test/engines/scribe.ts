// The scribe: writes a recording down while a device runs, whichever engine runs it.
import {
  type Draw,
  type Input,
  type LinkAct,
  type Recording,
  type Step,
  stepOf,
  type Transfer,
} from "./recording.ts";
import { addLinkAct } from "./recording-text.ts";

export interface Scribe {
  steps: Step[];
  /** The device is told something now. */
  input: (input: Input) => void;
  /** What it asked, with the answer, and what it did. */
  draw: (draw: Draw) => void;
  transfer: (transfer: Transfer) => void;
  link: (act: LinkAct) => void;
  pin: (pin: string, level: number) => void;
}

export interface ScribeOptions {
  /** Milliseconds since the device's start. */
  at: () => number;
  storage: ReadonlyMap<string, string>;
  /** Something else than what the device was told just now has made it act. */
  acted?: () => void;
}

/** Records that a host keeps beside the device's own. */
const OF_THE_HOST = /^\.boot/;

export function createScribe({ at, storage, acted = () => {} }: ScribeOptions): Scribe {
  const steps: Step[] = [];
  const levels = new Map<string, number>();
  const known = new Map(storage);

  function step(): Step {
    const last = steps.at(-1);
    if (last === undefined) throw new Error("The device has acted before its start.");
    acted();
    return last;
  }

  /** What the storage holds now and did not when this was last asked belongs to the step that ends. */
  function settleRecords(): void {
    for (const [name, bytes] of storage) {
      if (known.get(name) === bytes || OF_THE_HOST.test(name)) continue;
      known.set(name, bytes);
      steps.at(-1)?.records.push({ name, bytes });
    }
  }

  return {
    steps,
    input(input) {
      settleRecords();
      steps.push(stepOf(input.kind === "start" ? 0 : at(), input));
    },
    draw: (draw) => step().draws.push(draw),
    transfer: (transfer) => step().transfers.push(transfer),
    link: (act) => addLinkAct(step().links, act),
    pin(pin, level) {
      // Some chips write a level twice to make a pin an output.
      if (levels.get(pin) === level) return;
      levels.set(pin, level);
      step().pins.push({ pin, level });
    },
  };
}

/** What the scribe wrote, as a recording like `like` in all else. */
export function finished(scribe: Scribe, like: Omit<Recording, "steps">): Recording {
  const { title, firmware, clock, records } = like;
  return { title, firmware, clock, records, steps: scribe.steps };
}
