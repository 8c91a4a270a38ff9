// Wires for a device that has no board: each role is its own pin.

import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { partsOf } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { I2cPins } from "../../../src/ports/i2c.ts";
import type { Wires } from "../../../src/reading/part.ts";
import { needsOf } from "./named-pins.ts";
import type { NeededRole } from "./wiring.ts";

/**
 * A pin has the name of its role, a named one "<role>.<name>"; an I2C bus has "<role>.sda" and "<role>.scl".
 * A driver that asks for another pin is refused: on a board it would have none.
 */
export function simulatedWires(declaration: DeviceDeclaration): Wires {
  const needed = partsOf(declaration).flatMap(needsOf);
  const buses = simulatedBuses(needed);
  const busOf = (role: string): I2cPins => {
    const bus = buses.get(role) ?? 0;
    return { sda: `${role}.sda`, scl: `${role}.scl`, ...(bus > 0 && { bus }) };
  };
  const wires = needed.map(({ role, kind }) => [role, kind === "i2c" ? busOf(role) : role]);
  return new Proxy<Wires>(Object.fromEntries(wires), { get: wireAt });
}

function wireAt(wires: Wires, name: string | symbol): unknown {
  if (typeof name === "string" && !Object.hasOwn(wires, name))
    throw new Error(unknownName("wire", name, Object.keys(wires)));
  return Reflect.get(wires, name);
}

/**
 * The number of the I2C bus of each role: it is the first one where no part of another role has an address of
 * it.
 */
export function simulatedBuses(needed: readonly NeededRole[]): ReadonlyMap<string, number> {
  const buses: ReadonlySet<number>[] = [];
  const numbers = new Map<string, number>();
  const onI2c = needed.filter(({ kind }) => kind === "i2c");
  for (const role of new Set(onI2c.map((need) => need.role))) {
    const addresses = onI2c.filter((need) => need.role === role).flatMap((need) => need.addresses ?? []);
    const free = buses.findIndex((bus) => !addresses.some((address) => bus.has(address)));
    const number = free < 0 ? buses.length : free;
    buses[number] = new Set([...(buses[number] ?? []), ...addresses]);
    numbers.set(role, number);
  }
  return numbers;
}
