// Which drivers' parts can be at an address of an I2C bus: each driver makes a part, which says so.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { OnI2c } from "../../src/drivers/i2c-part.ts";
import type { Given } from "../../src/reading/part.ts";
import { packageFolder } from "../files/package-folder.ts";

const FOLDER = join(packageFolder, "src", "drivers");

type Made = Partial<OnI2c> & { given?: readonly Given[] };

/** The names of drivers, by address. */
export async function driversAt(): Promise<ReadonlyMap<number, readonly string[]>> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  const drivers = new Map<number, string[]>();
  for (const name of files.sort().map((file) => file.slice(0, -".ts".length)))
    for (const address of await addressesOf(name))
      drivers.set(address, [...(drivers.get(address) ?? []), name]);
  return drivers;
}

async function addressesOf(name: string): Promise<number[]> {
  const module: Readonly<Record<string, unknown>> = await import(`../../src/drivers/${name}.ts`);
  const make = module[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  const part = typeof make === "function" ? madeBy(make as (role: string) => Made) : undefined;
  if (part?.busAddress === undefined) return [];
  const range = part.given?.find(({ what }) => what === "address");
  if (range === undefined) return [part.busAddress];
  const { least, most, step = 1, except } = range;
  const all = Array.from({ length: (most - least) / step + 1 }, (_, at) => least + at * step);
  return all.filter((address) => address !== except);
}

/** A driver that must be told more than a role is none of a part on I2C. */
function madeBy(make: (role: string) => Made): Made | undefined {
  try {
    return make("scan");
  } catch {
    return undefined;
  }
}
