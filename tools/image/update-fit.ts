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

/** Of an image that fits its board's memory with its code in the LFS alone. */
export function updateInLfsFault(declaration: DeviceDeclaration, { name }: Board): Fault {
  return fault(
    declaration,
    "update",
    `The device takes updates, which come as files, and it fits the memory of ${name} only with its code in the LFS; leave \`update\` or other parts out, or take a board with more memory.`,
  );
}
