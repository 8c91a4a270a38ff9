// A contact between a line and ground, with the bounces of a real one: reed, button, alarm contact, water on
// a probe.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/** Never closes or never opens any more: a welded tongue, a cut cable. */
type ContactFault = "none" | "stuck-closed" | "stuck-open";

export interface ContactOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  /** Calls `then` after `ms` milliseconds; returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
  /** The line is high when the contact is closed, as a module's output is. Default: closed is low. */
  activeHigh?: boolean;
  isClosed?: boolean;
  /**
   * How often it bounces at each change (default 3), and how long each bounce lasts, in milliseconds (default
   * 1).
   */
  bounces?: number;
  bounceMs?: number;
}

export interface ContactModel {
  fault: ContactFault;
  close: () => void;
  open: () => void;
  isClosed: () => boolean;
}

/** The contact, at rest from the start on. A resistor holds the line while it is open. */
export function createContact(options: ContactOptions): ContactModel {
  const { lines, pin, after, activeHigh = false, bounces = 3, bounceMs = 1 } = options;
  let closed = options.isClosed ?? false;
  let cancel = () => {};

  const contact: ContactModel = {
    fault: "none",
    close: () => turn(true),
    open: () => turn(false),
    isClosed: () => closed,
  };
  show(closed);

  function show(isClosed: boolean): void {
    lines.drive(pin, isClosed === activeHigh ? 1 : 0);
  }

  function turn(isClosed: boolean): void {
    const isStuck = contact.fault === (isClosed ? "stuck-open" : "stuck-closed");
    if (isStuck || isClosed === closed) return;
    closed = isClosed;
    cancel();
    bounce(2 * bounces);
  }

  /** An even count of levels is left to come, the last of which is where the contact rests. */
  function bounce(left: number): void {
    show(left % 2 === 0 ? closed : !closed);
    if (left > 0) cancel = after(bounceMs, () => bounce(left - 1));
  }

  return contact;
}

// A rotary encoder as its two lines show it: four edges a detent, clk ahead of dt clockwise; both contacts
// open at a detent. Not modelled: its button, and a knob that is left between two detents.

/**
 * Each change bounces; the wire of a line is broken; clk is worn and makes no contact at every second detent.
 */
type RotaryEncoderFault = "none" | "bounce" | "clk-broken" | "dt-broken" | "worn";

export interface RotaryEncoderOptions {
  lines: Pick<Lines, "drive">;
  clk: string | number;
  dt: string | number;
  after: (ms: number, then: () => void) => () => void;
}

export interface RotaryEncoderModel {
  fault: RotaryEncoderFault;
  /** Turns it by whole detents, clockwise above 0, each in so many milliseconds (default 40). */
  turn: (detents: number, ms?: number) => void;
}

/** Levels of clk and dt from one detent to the next, clockwise. */
const PHASES = [
  [1, 1],
  [0, 1],
  [0, 0],
  [1, 0],
] as const;
const BOUNCES = 3;

export function createRotaryEncoder(options: RotaryEncoderOptions): RotaryEncoderModel {
  return new RotaryEncoder(options);
}

class RotaryEncoder implements RotaryEncoderModel {
  fault: RotaryEncoderFault = "none";
  private readonly lines: Pick<Lines, "drive">;
  private readonly clk: string | number;
  private readonly dt: string | number;
  private readonly after: (ms: number, then: () => void) => () => void;
  private phase = 0;
  private detents = 0;
  private isBusy = false;
  /** Edges that are left to come, one after the other, and the milliseconds before each. */
  private readonly left: { by: number; ms: number }[] = [];

  constructor({ lines, clk, dt, after }: RotaryEncoderOptions) {
    this.lines = lines;
    this.clk = clk;
    this.dt = dt;
    this.after = after;
    this.lines.drive(this.clk, 1);
    this.lines.drive(this.dt, 1);
  }

  turn(detents: number, ms: number = 40): void {
    for (let edge = 0; edge < 4 * Math.abs(detents); edge += 1)
      this.left.push({ by: Math.sign(detents), ms: ms / 4 });
    if (!this.isBusy) this.next();
  }

  private next(): void {
    const edge = this.left.shift();
    this.isBusy = edge !== undefined;
    if (edge === undefined) return;
    this.after(edge.ms, () => {
      this.move(edge.by);
      this.next();
    });
  }

  private move(by: number): void {
    const before = this.phase;
    this.phase = (this.phase + by + 4) % 4;
    const bounces = this.fault === "bounce" ? BOUNCES : 0;
    for (let i = 0; i < bounces; i += 1) {
      this.show(this.phase);
      this.show(before);
    }
    this.show(this.phase);
    if (this.phase === 0) this.detents += 1;
  }

  private show(at: number): void {
    const [clkLevel = 1, dtLevel = 1] = PHASES[at] ?? [];
    const makesNone = this.fault === "clk-broken" || (this.fault === "worn" && this.detents % 2 === 1);
    if (!makesNone) this.lines.drive(this.clk, clkLevel);
    if (this.fault !== "dt-broken") this.lines.drive(this.dt, dtLevel);
  }
}
