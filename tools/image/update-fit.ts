// Demands of updates over the air on a board: a loader that goes back, and room beside the running image. A board's target may not have them yet.
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { TARGET_FACTS } from "../targets/facts.ts";

/** Why a board takes none; `undefined`: it does. */
export function updatesLack({ target }: Pick<Board, "target">): string | undefined {
  if (TARGET_FACTS[target].takesUpdates) return undefined;
  return "its loader takes no image back: only simulated devices and those under Linux take updates yet (docs/cannot-yet.md#update-over-the-air)";
}

export function updateFitFaults(declaration: DeviceDeclaration, board: Board): Fault[] {
  const lack = updatesLack(board);
  if (declaration.update === undefined || lack === undefined) return [];
  return [
    fault(
      declaration,
      "update",
      `The device takes updates, and ${board.name} does not yet: ${lack}; leave \`update\` out.`,
    ),
  ];
}
