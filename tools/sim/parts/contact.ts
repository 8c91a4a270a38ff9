// A contact between a line and ground, with the bounces of a real one: reed, button, alarm contact, water on a probe.
import type { Lines } from "../../../src/platform/node/circuit.ts";

/** Never closes or never opens any more: a welded tongue, a cut cable. */
export type ContactFault = "none" | "stuck-closed" | "stuck-open";

export interface ContactOptions {
  lines: Pick<Lines, "drive">;
  pin: string | number;
  /** Calls `then` after `ms` milliseconds; returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
  /** The line is high when the contact is closed, as a module's output is. Default: closed is low. */
  activeHigh?: boolean;
  isClosed?: boolean;
  /** How often it bounces at each change (default 3), and how long each bounce lasts, in milliseconds (default 1). */
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
