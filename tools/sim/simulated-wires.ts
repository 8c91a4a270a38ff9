// Wires for a device that has no board: each role is its own pin.
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { Wires } from "../../src/reading/part.ts";

/** An output's pin is called as its role; a bus has the pins "<role>.sda" and "<role>.scl". */
export function simulatedWires({ sensors = [], actuators = [] }: DeviceDeclaration): Wires {
  const parts = [...sensors.map(({ quantity }) => quantity.part), ...actuators.map(({ part }) => part)];
  const wires = parts.map(({ role, wire }) => [
    role,
    wire === "i2c" ? { sda: `${role}.sda`, scl: `${role}.scl` } : role,
  ]);
  return Object.fromEntries(wires);
}
