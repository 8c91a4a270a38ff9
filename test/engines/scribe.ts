// The scribe: writes a recording down while a device runs, whichever engine runs it.
import {
  type Asked,
  type Draw,
  type Input,
  type LinkAct,
  type Pulses,
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
  asked: (asked: Asked) => void;
  link: (act: LinkAct) => void;
  pulses: (pulses: Pulses) => void;
  /** Is it another level than before? */
  pin: (pin: string, level: number) => boolean;
  /** The change of a pin that was told just now has given a part's `data` this level, or none. */
  clocked: (pin: string, data: string, level: string) => void;
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
  const pulsing = new Map<string, string>();
  const known = new Map(storage);
  const opened = new Set<number>();

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
      if (input.kind === "opened") opened.add(input.connection);
      steps.push(stepOf(input.kind === "start" ? 0 : at(), input));
    },
    draw: (draw) => step().draws.push(draw),
    transfer: (transfer) => step().transfers.push(transfer),
    asked: (asked) => step().asked.push(asked),
    link(act) {
      // The ESP32 closes no connection that is still opening.
      if (act.kind === "close" && !opened.has(act.connection)) return;
      addLinkAct(step().links, act);
    },
    pin(pin, level) {
      // Some chips write a level twice to make a pin an output.
      // The clock of the SPI rests low on all of them; some write that, and the firmware of others sees to it.
      if (levels.get(pin) === level || pin.endsWith(".sck")) return false;
      levels.set(pin, level);
      step().pins.push({ pin, level });
      return true;
    },
    clocked(pin, data, level) {
      const { asked, pins } = step();
      // A line for each pulse would say no more.
      if (pins.at(-1)?.pin === pin) pins.pop();
      const last = asked.at(-1);
      if (last?.kind === "clocked" && last.pin === pin) last.bytes += level;
      else asked.push({ kind: "clocked", pin, data, bytes: level });
    },
    pulses(now) {
      const { pin, hertz, duty } = now;
      // Some chips start at a duty of 0, and tell of every pin when one of them changes.
      if (pulsing.get(pin) === `${hertz} ${duty}`) return;
      pulsing.set(pin, `${hertz} ${duty}`);
      const list = step().pulses;
      const at = list.findIndex((pulses) => pulses.pin === pin);
      if (at < 0) list.push(now);
      else list[at] = now;
    },
  };
}

/** What the scribe wrote, as a recording like `like` in all else. */
export function finished(scribe: Scribe, like: Omit<Recording, "steps">): Recording {
  const { title, firmware, clock, records } = like;
  return { title, firmware, clock, records, steps: scribe.steps };
}
