// Which drivers' parts can be at an address of an I2C bus: each driver makes a part, which says so.
import { allowedBy } from "../../src/checks/part-faults.ts";
import type { OnI2c } from "../../src/drivers/i2c-part.ts";
import type { Given } from "../../src/reading/part.ts";
import { driverModules } from "./driver-modules.ts";

type Made = Partial<OnI2c> & { given?: readonly Given[] };

/** The names of drivers, by address. */
export async function driversAt(): Promise<ReadonlyMap<number, readonly string[]>> {
  const drivers = new Map<number, string[]>();
  for (const [name, module] of await driverModules())
    for (const address of addressesOf(name, module))
      drivers.set(address, [...(drivers.get(address) ?? []), name]);
  return drivers;
}

function addressesOf(name: string, module: Readonly<Record<string, unknown>>): number[] {
  const make = module[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  const part = typeof make === "function" ? madeBy(make as (role: string) => Made) : undefined;
  if (part?.busAddress === undefined) return [];
  const range = part.given?.find(({ what }) => what === "address");
  return range === undefined ? [part.busAddress] : allowedBy(range);
}

/** A driver that must be told more than a role is none of a part on I2C. */
function madeBy(make: (role: string) => Made): Made | undefined {
  try {
    return make("scan");
  } catch {
    return undefined;
  }
}
