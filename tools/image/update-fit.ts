// Demands of updates over the air on a board: a loader that goes back, and room beside the running image. No board's target has them yet.
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";

/** Why a board takes none. */
export function updatesLack(): string {
  return "its loader takes no image back: only a simulated device takes updates yet (docs/cannot-yet.md#update-over-the-air)";
}

export function updateFitFaults(declaration: DeviceDeclaration, { name }: Board): Fault[] {
  if (declaration.update === undefined) return [];
  return [
    fault(
      declaration,
      "update",
      `The device takes updates, and ${name} does not yet: ${updatesLack()}; leave \`update\` out.`,
    ),
  ];
}
