// Measurements that a simulated device cannot make, because nothing in the simulator is its
// part: reported before it starts.

import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { silentParts, unansweredParts } from "../../sim/fit/unanswered-parts.ts";
import type { Surroundings } from "../../sim/parts/around.ts";
import { loadI2cModels } from "../../sim/parts/i2c-models.ts";
import { note } from "../../terminal/output.ts";

/** A line for each such part. */
export async function tellUnanswered(
  declaration: DeviceDeclaration,
  around: Surroundings = {},
): Promise<void> {
  await loadI2cModels();
  for (const sentence of [...unansweredParts(declaration, around), ...silentParts(declaration, around)])
    note(`ringmote: warning: ${sentence}`);
}
