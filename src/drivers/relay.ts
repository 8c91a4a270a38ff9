// A relay module, or anything else that one output pin switches on and off.
// Many relay boards switch on at a low level: say `activeLow`. Policy (start, limits) is the device's.
import type { Pin, Pins } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Drivable, Wires } from "../reading/part.ts";

export interface Relay extends Drivable {
  wire: "output";
  /** The level that switches it on. */
  onLevel: number;
  ports: Pins | undefined;
  pin: Pin;
}

/**
 * The relay on the output that the wiring calls `role`: 0 is off, 1 is on.
 *
 * @part relay, or anything on one output
 * @esphome gpio
 * @takes 0, 1; with `true`, low is on
 * @example relay(role)
 * @example relay(role, true)
 */
export function relay(role: string, activeLow?: boolean): Relay {
  return {
    role,
    wire: "output",
    setUp,
    drive,
    most: 1,
    onLevel: activeLow === true ? 0 : 1,
    ports: undefined,
    pin: "",
  };
}

function setUp(part: Relay, ports: Ports, wires: Wires, value: number): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  // The level first, then the direction: a heater must not flicker while the device starts.
  ports.makeOutput(part.pin, value !== 0 ? part.onLevel : 1 - part.onLevel);
}

function drive(part: Relay, value: number): void {
  (part.ports as Pins).setLevel(part.pin, value !== 0 ? part.onLevel : 1 - part.onLevel);
}
