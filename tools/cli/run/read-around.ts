// The surroundings of a firmware of one's own: the file around.ts beside its device.ts, which trials import
// too.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { defaultExport } from "../../image/firmware/firmware.ts";
import type { Surroundings } from "../../sim/parts/around.ts";
import { checkedSurroundings, checkSurroundings } from "../../sim/trial/trial-faults.ts";
import { UsageError } from "../words/failure.ts";

const NAME = "around.ts";

/** Nothing where there is no such file. Throws a UsageError for what cannot be around this device. */
export async function readAround(folder: string, declaration: DeviceDeclaration): Promise<Surroundings> {
  const file = join(folder, NAME);
  if (!existsSync(file)) return {};
  const what = "the surroundings of its parts: export default { ... } satisfies Surroundings";
  const around = await defaultExport<Surroundings>(file, what);
  try {
    checkSurroundings(declaration, around);
  } catch (error) {
    throw new UsageError(`${NAME}: ${(error as Error).message}`);
  }
  return checkedSurroundings(declaration, around);
}
