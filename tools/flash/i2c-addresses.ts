// Drivers whose parts can be at an address of an I2C bus: each driver makes a part, which says so.
import { allowedBy } from "../../src/checks/part-faults.ts";
import type { OnI2c } from "../../src/drivers/i2c-part.ts";
import type { Given } from "../../src/reading/part.ts";
import { driverParts } from "./driver-parts.ts";

type Made = Partial<OnI2c> & { given?: readonly Given[] };

/** The names of drivers, by address. */
export async function driversAt(): Promise<ReadonlyMap<number, readonly string[]>> {
  const drivers = new Map<number, string[]>();
  for (const [name, part] of await driverParts())
    for (const address of addressesOf(part)) drivers.set(address, [...(drivers.get(address) ?? []), name]);
  return drivers;
}

function addressesOf({ busAddress, given: options }: Made): number[] {
  if (busAddress === undefined) return [];
  const range = options?.find(({ what }) => what === "address");
  return range === undefined ? [busAddress] : allowedBy(range);
}
