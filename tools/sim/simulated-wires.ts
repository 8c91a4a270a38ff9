// Wires for a device that has no board: each role is its own pin.

import { partsOf } from "../../src/checks/measuring-parts.ts";
import { unknownName } from "../../src/checks/nearest-name.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Wires } from "../../src/reading/part.ts";
import { needsOf } from "../image/named-pins.ts";

/**
 * A pin is called as its role, a named one "<role>.<name>"; an I2C bus has "<role>.sda" and "<role>.scl". A driver that asks for another
 * one is told so: on a board it would have no pin.
 */
export function simulatedWires(declaration: DeviceDeclaration): Wires {
  const parts = partsOf(declaration);
  const wires = parts
    .flatMap(needsOf)
    .map(({ role, kind }) => [role, kind === "i2c" ? { sda: `${role}.sda`, scl: `${role}.scl` } : role]);
  return new Proxy<Wires>(Object.fromEntries(wires), { get: wireAt });
}

function wireAt(wires: Wires, name: string | symbol): unknown {
  if (typeof name === "string" && !Object.hasOwn(wires, name))
    throw new Error(unknownName("wire", name, Object.keys(wires)));
  return Reflect.get(wires, name);
}
