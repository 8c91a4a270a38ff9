// The circuit around a simulated device: lines that the device and the parts on them drive and look at. The I2C bus is
// beside it (parts/i2c-bus.ts): parts at one address are wire-ANDed there.
import type { Circuit, OneWireBus } from "./world.ts";

type Pin = string | number;

/** The circuit as the device sees it, and as the parts on its lines do. */
export interface Lines extends Circuit {
  /** A part puts a level on the line; `undefined` lets it go. `ago`: it did so that many microseconds before. */
  drive: (pin: Pin, level: number | undefined, ago?: number) => void;
  /** A part puts counts on an analog line: 0 to `FULL_COUNTS`, asked for at each look. */
  feed: (pin: Pin, counts: () => number) => void;
  attachOneWire: (pin: Pin, bus: OneWireBus) => void;
  /** Calls `changed` whenever the device gives the line another level; by PWM, 1 is any duty above 0. */
  whenWritten: (pin: Pin, changed: (level: number) => void) => void;
  /** Calls `changed` whenever the device drives the line by PWM. */
  whenPulsed: (pin: Pin, changed: (hertz: number, duty: number) => void) => void;
  /** A part sends bytes on the line, at so many bits a second: who listens at another rate hears nonsense. */
  send: (pin: Pin, bytes: string, baud: number) => void;
  /** Calls `heard` with what the device sends on the line, as it is read at so many bits a second. */
  whenSent: (pin: Pin, baud: number, heard: (bytes: string) => void) => void;
  /** A part on the SPI is asked while the device holds its cs low: what it sends while it hears these bytes, as many. */
  attachSpi: (cs: Pin, answer: (bytes: string) => string) => void;
  /** A strip of LEDs is on the line: `shown` is given what the device sends to it, and says whether the device could. */
  attachPixels: (pin: Pin, shown: (bytes: string) => boolean) => void;
  /** What the device drives the line to: 0 or 1, by PWM the duty's part of 1; `undefined` as long as it does not. */
  output: (pin: Pin) => number | undefined;
}

/** What an analog line counts at full scale, which is `ANALOG_MILLIVOLTS` (features.ts). */
export const FULL_COUNTS = 4095;
/** The duty of a line that PWM holds high. */
export const FULL_DUTY = 1023;

const NOBODY: OneWireBus = { reset: () => false, write: () => {}, read: (count) => "\xff".repeat(count) };

interface Watcher {
  changed: (level: number, ago: number) => void;
  pulledUp: boolean;
}

/** Somebody who listens on a line at a rate. */
interface Listener {
  baud: number;
  heard: (bytes: string) => void;
}

interface Line {
  driven?: number;
  counts?: () => number;
  bus?: OneWireBus;
  output?: number;
  watchers: Set<Watcher>;
  written: ((level: number) => void)[];
  pulsed: ((hertz: number, duty: number) => void)[];
  shown?: (bytes: string) => boolean;
  /** The device, and the parts that listen to it. */
  listeners: Set<Listener>;
  hearing: Set<Listener>;
}

/** Lines that nobody drives yet. A pin is a line of its own as soon as it is named. */
export function createLines(): Lines {
  const lines = new Map<Pin, Line>();
  const onSpi: { cs: Pin; answer: (bytes: string) => string }[] = [];
  const line = (pin: Pin): Line => {
    let one = lines.get(pin);
    if (one === undefined) {
      one = { watchers: new Set(), written: [], pulsed: [], listeners: new Set(), hearing: new Set() };
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
    level: (pin, pulledUp) => levelOf(line(pin), pulledUp),
    watch(pin, changed, pulledUp = false) {
      const { watchers } = line(pin);
      const watcher = { changed, pulledUp };
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    analog: (pin) => line(pin).counts?.() ?? 0,
    oneWire: (pin) => line(pin).bus ?? NOBODY,
    sent: (pin, bytes, baud) => tellAll(line(pin).hearing, bytes, baud),
    listen(pin, baud, heard) {
      const { listeners } = line(pin);
      const listener = { baud, heard };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (pin, bytes, baud) => tellAll(line(pin).listeners, bytes, baud),
    whenSent: (pin, baud, heard) => void line(pin).hearing.add({ baud, heard }),
    exchanged: (bytes) =>
      onSpi
        .filter(({ cs }) => lines.get(cs)?.output === 0)
        .reduce((read, { answer }) => both(read, answer(bytes)), "\xff".repeat(bytes.length)),
    attachSpi: (cs, answer) => void onSpi.push({ cs, answer }),
    shown: (pin, bytes) => line(pin).shown?.(bytes) ?? true,
    attachPixels(pin, shown) {
      line(pin).shown = shown;
    },
    drive(pin, level, ago = 0) {
      const one = line(pin);
      const before = one.driven;
      if (before === level) return;
      one.driven = level;
      for (const { changed, pulledUp } of [...one.watchers]) {
        const now = levelOf(one, pulledUp);
        // A part that takes the line tells its level in any case: nobody has said which one a floating line had.
        if (level !== undefined || now !== before) changed(now, ago);
      }
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

function tellAll(listeners: ReadonlySet<Listener>, bytes: string, baud: number): void {
  for (const listener of [...listeners]) listener.heard(listener.baud === baud ? bytes : nonsense(bytes));
}

/** What bytes become at another rate: some of their bits, and a break where the line was low for long. */
function nonsense(bytes: string): string {
  return [...bytes].map((byte) => (byte === "\0" ? "\0" : "\xfe")).join("");
}

/** A line that two parts drive: low is the stronger level. */
function both(one: string, other: string): string {
  return [...one].map((byte, at) => String.fromCharCode(byte.charCodeAt(0) & other.charCodeAt(at))).join("");
}

function levelOf({ driven }: Line, pulledUp: boolean): number {
  return driven ?? (pulledUp ? 1 : 0);
}
