// Demands of updates over the air on a board: a loader that goes back, and code that lies in files.
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { TARGET_FACTS } from "../targets/facts.ts";

/** Why a board takes none; `undefined`: it does. */
export function updatesLack({ target, memory }: Pick<Board, "target" | "memory">): string | undefined {
  const lack = TARGET_FACTS[target].updatesLack({ memory });
  return lack && `${lack} (docs/cannot-yet.md#updates-of-the-smallest-boards)`;
}

export function updateFitFaults(declaration: DeviceDeclaration, board: Board): Fault[] {
  const lack = updatesLack(board);
  if (declaration.update === undefined || lack === undefined) return [];
  return [
    fault(
      declaration,
      "update",
      `The device takes updates, and ${board.name} cannot: ${lack}; leave \`update\` out.`,
    ),
  ];
}
