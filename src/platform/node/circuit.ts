// The circuit around a simulated device: lines that the device and the parts on them drive and look at. The I2C bus is
// beside it (parts/i2c-bus.ts): parts at one address are wire-ANDed there.
import type { Circuit, OneWireBus } from "./world.ts";

type Pin = string | number;

/** The circuit as the device sees it, and as the parts on its lines do. */
export interface Lines extends Circuit {
  /** A part puts a level on the line; `undefined` lets it go. */
  drive: (pin: Pin, level: number | undefined) => void;
  /** A part puts counts on an analog line: 0 to `FULL_COUNTS`, asked for at each look. */
  feed: (pin: Pin, counts: () => number) => void;
  attachOneWire: (pin: Pin, bus: OneWireBus) => void;
  /** Calls `changed` whenever the device gives the line another level; by PWM, 1 is any duty above 0. */
  whenWritten: (pin: Pin, changed: (level: number) => void) => void;
  /** Calls `changed` whenever the device drives the line by PWM. */
  whenPulsed: (pin: Pin, changed: (hertz: number, duty: number) => void) => void;
  /** What the device drives the line to: 0 or 1, by PWM the duty's part of 1; `undefined` as long as it does not. */
  output: (pin: Pin) => number | undefined;
}

/** What an analog line counts at full scale, which is `ANALOG_MILLIVOLTS` (features.ts). */
export const FULL_COUNTS = 4095;
/** The duty of a line that PWM holds high. */
export const FULL_DUTY = 1023;

const NOBODY: OneWireBus = { reset: () => false, write: () => {}, read: (count) => "\xff".repeat(count) };

interface Line {
  driven?: number;
  counts?: () => number;
  bus?: OneWireBus;
  output?: number;
  watchers: Set<(level: number) => void>;
  written: ((level: number) => void)[];
  pulsed: ((hertz: number, duty: number) => void)[];
}

/** Lines that nobody drives yet. A pin is a line of its own as soon as it is named. */
export function createLines(): Lines {
  const lines = new Map<Pin, Line>();
  const line = (pin: Pin): Line => {
    let one = lines.get(pin);
    if (one === undefined) {
      one = { watchers: new Set(), written: [], pulsed: [] };
      lines.set(pin, one);
    }
    return one;
  };
  return {
    written(pin, level) {
      const one = line(pin);
      one.output = level;
      for (const changed of one.written) changed(level);
    },
    pulsed(pin, hertz, duty) {
      const one = line(pin);
      one.output = duty / FULL_DUTY;
      for (const changed of one.pulsed) changed(hertz, duty);
      for (const changed of one.written) changed(duty > 0 ? 1 : 0);
    },
    level: (pin, pulledUp) => line(pin).driven ?? (pulledUp ? 1 : 0),
    watch(pin, changed) {
      const { watchers } = line(pin);
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    analog: (pin) => line(pin).counts?.() ?? 0,
    oneWire: (pin) => line(pin).bus ?? NOBODY,
    drive(pin, level) {
      const one = line(pin);
      if (one.driven === level) return;
      one.driven = level;
      if (level !== undefined) for (const changed of [...one.watchers]) changed(level);
    },
    feed(pin, counts) {
      line(pin).counts = counts;
    },
    attachOneWire(pin, bus) {
      line(pin).bus = bus;
    },
    whenWritten(pin, changed) {
      line(pin).written.push(changed);
    },
    whenPulsed(pin, changed) {
      line(pin).pulsed.push(changed);
    },
    output: (pin) => lines.get(pin)?.output,
  };
}
