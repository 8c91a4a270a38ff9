// Demands of a device's page on its board: port 80 of an address that is the device's own.
import type { Board } from "../../boards/board.ts";
import { type Fault, fault } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";

/** Why a board serves none; `undefined`: it does. */
export function pageLack({ machine }: Pick<Board, "machine">): string | undefined {
  return machine === undefined ? undefined : "port 80 of a computer is not a device's own";
}

export function pageFitFaults(declaration: DeviceDeclaration, board: Board): Fault[] {
  const lack = pageLack(board);
  if (declaration.page !== true || lack === undefined) return [];
  return [
    fault(
      declaration,
      "page",
      `The device has a page, and ${board.name} serves none: ${lack}; leave \`page\` out, or take another board.`,
    ),
  ];
}
