// The circuit around a simulated device: lines that the device and the parts on them drive and look at. The
// I2C bus is beside it (tools/sim/parts/i2c-bus.ts): parts at one address are wire-ANDed there.
import type { Circuit, OneWireBus } from "./world.ts";

type Pin = string | number;

/** The circuit as the device sees it, and as the parts on its lines do. */
export interface Lines extends Circuit {
  /**
   * A part puts a level on the line; `undefined` lets it go. `ago`: it did so that many microseconds before.
   */
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
  /**
   * A part on the SPI is asked while the device holds its cs low: what it sends while it hears these bytes,
   * as many.
   */
  attachSpi: (cs: Pin, answer: (bytes: string) => string) => void;
  /**
   * A part answers on the line when the device has held it low: `falls` gives when the line falls
   * (`released`).
   */
  attachDht: (pin: Pin, falls: (lowMs: number) => readonly number[]) => void;
  /**
   * A strip of LEDs is on the line: `shown` is given what the device sends to it, and says whether the device
   * could.
   */
  attachPixels: (pin: Pin, shown: (bytes: string) => boolean) => void;
  /**
   * What the device drives the line to: 0 or 1, by PWM the duty's part of 1; `undefined` as long as it does
   * not.
   */
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

/** What most lines have none of: a fleet has thousands of lines. */
const NONE: readonly never[] = [];

class Line {
  driven: number | undefined = undefined;
  counts: (() => number) | undefined = undefined;
  bus: OneWireBus | undefined = undefined;
  output: number | undefined = undefined;
  watchers: readonly Watcher[] = NONE;
  written: readonly ((level: number) => void)[] = NONE;
  pulsed: readonly ((hertz: number, duty: number) => void)[] = NONE;
  shown: ((bytes: string) => boolean) | undefined = undefined;
  falls: ((lowMs: number) => readonly number[]) | undefined = undefined;
  /** The device, and the parts that listen to it. */
  listeners: readonly Listener[] = NONE;
  hearing: readonly Listener[] = NONE;
}

interface SpiPart {
  cs: Pin;
  answer: (bytes: string) => string;
}

/** Lines that nobody drives yet. A pin is a line of its own as soon as it is named. */
export function createLines(): Lines {
  return new CircuitLines();
}

/** The circuit with some of its functions replaced. */
export function changed<One extends Circuit>(circuit: One, changes: Partial<One>): One {
  return Object.assign(Object.create(circuit), changes);
}

/** Its functions are of the class: a fleet has thousands of circuits. */
class CircuitLines implements Lines {
  private readonly lines = new Map<Pin, Line>();
  private readonly onSpi: SpiPart[] = [];

  private line(pin: Pin): Line {
    let known = this.lines.get(pin);
    if (known === undefined) {
      known = new Line();
      this.lines.set(pin, known);
    }
    return known;
  }

  written(pin: Pin, level: number): void {
    const line = this.line(pin);
    line.output = level;
    for (const changed of line.written) changed(level);
  }

  pulsed(pin: Pin, hertz: number, duty: number): void {
    const line = this.line(pin);
    line.output = duty / FULL_DUTY;
    for (const changed of line.pulsed) changed(hertz, duty);
    for (const changed of line.written) changed(duty > 0 ? 1 : 0);
  }

  level(pin: Pin, pulledUp: boolean): number {
    return levelOf(this.line(pin), pulledUp);
  }

  watch(pin: Pin, changed: Watcher["changed"], pulledUp = false): () => void {
    const line = this.line(pin);
    const watcher = { changed, pulledUp };
    line.watchers = [...line.watchers, watcher];
    return () => {
      line.watchers = line.watchers.filter((other) => other !== watcher);
    };
  }

  analog(pin: Pin): number {
    return this.line(pin).counts?.() ?? 0;
  }

  oneWire(pin: Pin): OneWireBus {
    return this.line(pin).bus ?? NOBODY;
  }

  sent(pin: Pin, bytes: string, baud: number): void {
    tellAll(this.line(pin).hearing, bytes, baud);
  }

  listen(pin: Pin, baud: number, heard: (bytes: string) => void): () => void {
    const line = this.line(pin);
    const listener = { baud, heard };
    line.listeners = [...line.listeners, listener];
    return () => {
      line.listeners = line.listeners.filter((other) => other !== listener);
    };
  }

  send(pin: Pin, bytes: string, baud: number): void {
    tellAll(this.line(pin).listeners, bytes, baud);
  }

  whenSent(pin: Pin, baud: number, heard: (bytes: string) => void): void {
    const line = this.line(pin);
    line.hearing = [...line.hearing, { baud, heard }];
  }

  exchanged(bytes: string): string {
    return this.onSpi
      .filter(({ cs }) => this.lines.get(cs)?.output === 0)
      .reduce((read, { answer }) => both(read, answer(bytes)), "\xff".repeat(bytes.length));
  }

  attachSpi(cs: Pin, answer: (bytes: string) => string): void {
    this.onSpi.push({ cs, answer });
  }

  released(pin: Pin, lowMs: number): readonly number[] {
    return this.line(pin).falls?.(lowMs) ?? NONE;
  }

  attachDht(pin: Pin, falls: (lowMs: number) => readonly number[]): void {
    this.line(pin).falls = falls;
  }

  shown(pin: Pin, bytes: string): boolean {
    return this.line(pin).shown?.(bytes) ?? true;
  }

  attachPixels(pin: Pin, shown: (bytes: string) => boolean): void {
    this.line(pin).shown = shown;
  }

  drive(pin: Pin, level: number | undefined, ago = 0): void {
    const line = this.line(pin);
    const before = line.driven;
    if (before === level) return;
    line.driven = level;
    for (const { changed, pulledUp } of line.watchers) {
      const now = levelOf(line, pulledUp);
      // A part that takes the line tells its level in any case: nobody has said which one a floating line
      // had.
      if (level !== undefined || now !== before) changed(now, ago);
    }
  }

  feed(pin: Pin, counts: () => number): void {
    this.line(pin).counts = counts;
  }

  attachOneWire(pin: Pin, bus: OneWireBus): void {
    this.line(pin).bus = bus;
  }

  whenWritten(pin: Pin, changed: (level: number) => void): void {
    const line = this.line(pin);
    line.written = [...line.written, changed];
  }

  whenPulsed(pin: Pin, changed: (hertz: number, duty: number) => void): void {
    const line = this.line(pin);
    line.pulsed = [...line.pulsed, changed];
  }

  output(pin: Pin): number | undefined {
    return this.lines.get(pin)?.output;
  }
}

function tellAll(listeners: readonly Listener[], bytes: string, baud: number): void {
  for (const listener of listeners) listener.heard(listener.baud === baud ? bytes : nonsense(bytes));
}

/** What bytes become at another rate: some of their bits, and a break where the line was low for long. */
function nonsense(bytes: string): string {
  return [...bytes].map((byte) => (byte === "\0" ? "\0" : "\xfe")).join("");
}

/** A line that two parts drive: low is the stronger level. */
function both(first: string, second: string): string {
  return [...first]
    .map((byte, at) => String.fromCharCode(byte.charCodeAt(0) & second.charCodeAt(at)))
    .join("");
}

function levelOf({ driven }: Line, pulledUp: boolean): number {
  return driven ?? (pulledUp ? 1 : 0);
}
