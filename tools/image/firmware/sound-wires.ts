// The wires of a firmware on a board. Where they are wrong, what is wrong with the device itself is told in
// their place: a part that is not what its author meant may need other wires.
import { join } from "node:path";
import type { Wiring } from "../../../boards/board.ts";
import { hardwareOf } from "../../targets/facts.ts";
import type { WiredRoles } from "../../targets/targets.ts";
import { limitsFor } from "../limits.ts";
import { neededRoles, wiredRoles } from "../wiring/wiring.ts";
import { type Firmware, requireSound } from "./firmware.ts";
import { requireTypesOf } from "./run-module.ts";

/** Throws a BuildError for all faults of the device, else for all faults of its wiring. */
export async function soundWires(firmware: Firmware, wiring: Wiring): Promise<WiredRoles> {
  const { name, folder, declaration } = firmware;
  const { board } = wiring;
  try {
    return await wiredRoles(neededRoles(declaration), wiring, `${name}/wiring.ts, ${board.name}`);
  } catch (refusal) {
    await requireSound(firmware, limitsFor(declaration, board).linkBytes, hardwareOf(board));
    // Only a faulty one needs the compiler.
    await requireTypesOf(join(folder, "device.ts"));
    throw refusal;
  }
}
