// A contact: anything that shows one of two states as the level of an input. Reed, button, motion detector, leak probe
// and smoke contact are contacts with a name.
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import { newPart, type Part, type Quantity, setReading, type Wires, watchPins } from "../reading/part.ts";

export interface Contact extends Part {
  wire: "input";
  /** From `begin` on. */
  ports: Ports | undefined;
  pin: Pin;
  pulledUp: boolean;
  /** The level at which the state is 1. */
  onLevel: number;
  /** Milliseconds that a changed level is left alone before it is believed. */
  settleMs: number;
  /** 0 or 1. */
  state: Quantity;
}

/**
 * A contact on the input that the wiring calls `role`. It is watched: its state is taken `settleMs` after it
 * changed, and what is over sooner was a bounce. `collect` is `collectState` or begins with it.
 */
export function newContact<Made extends Contact = Contact>(
  role: string,
  pulledUp: boolean,
  onLevel: number,
  settleMs: number,
  collect: Part["collect"],
): Made {
  const part = newPart<Made>(role, "input", begin, request, collect);
  watchPins(part);
  part.pin = "";
  part.pulledUp = pulledUp;
  part.onLevel = onLevel;
  part.settleMs = settleMs;
  part.state = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Contact, ports: Ports, wires: Wires): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.makeInput(part.pin, part.pulledUp);
  ports.watchPin(part.pin);
}

function request(part: Contact): number {
  return part.settleMs;
}

export function collectState(part: Contact): string {
  setReading(part.state, (part.ports as Ports).levelOf(part.pin) === part.onLevel ? 1 : 0);
  return "";
}
