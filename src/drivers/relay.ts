// A relay module, or anything else that one output pin switches on and off.
// Many relay boards switch on at a low level: say `activeLow`. Policy (start, limits) is the device's.
import type { Pin, Pins } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Switchable, Wires } from "../reading/part.ts";

export interface Relay extends Switchable {
  /** The level that switches it on. */
  onLevel: number;
  pins: Pins | undefined;
  pin: Pin;
}

/** The relay on the output that the wiring calls `role`. */
export function relay(role: string, activeLow?: boolean): Relay {
  return { role, wire: "output", begin, set, onLevel: activeLow === true ? 0 : 1, pins: undefined, pin: "" };
}

function begin(this: Relay, ports: Ports, wires: Wires, on: boolean): void {
  this.pins = ports.pins;
  this.pin = wires[this.role] as Pin;
  // The level first, then the direction: a heater must not flicker while the device starts.
  ports.pins.output(this.pin, on ? this.onLevel : 1 - this.onLevel);
}

function set(this: Relay, on: boolean): void {
  (this.pins as Pins).write(this.pin, on ? this.onLevel : 1 - this.onLevel);
}
