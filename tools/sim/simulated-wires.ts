// Wires for a device that has no board: each role is its own pin.
import { measuringParts } from "../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Wires } from "../../src/reading/part.ts";

/** A pin is called as its role; an I2C bus has the pins "<role>.sda" and "<role>.scl". A part without a wire has none. */
export function simulatedWires(declaration: DeviceDeclaration): Wires {
  const parts = [...measuringParts(declaration), ...(declaration.actuators ?? []).map(({ part }) => part)];
  const wires = parts
    .filter(({ wire }) => wire !== "none")
    .map(({ role, wire }) => [role, wire === "i2c" ? { sda: `${role}.sda`, scl: `${role}.scl` } : role]);
  return Object.fromEntries(wires);
}
