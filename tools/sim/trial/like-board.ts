// Properties of a board that a device in Node takes on, without its pins: the limits of its client, and the
// abilities of the firmware there with parts. This imports boards, and most trials name none.
import type { Board, PowerFacts } from "../../../boards/board.ts";
import { throwFaults } from "../../../src/arguments/given.ts";
import { type Fault, sentencesOf } from "../../../src/checks/fault.ts";
import type { DeviceDeclaration, Hardware } from "../../../src/device/declare/device.ts";
import type { Diagnostic } from "../../../src/device/declare/diagnostics.ts";
import type { ClientLimits } from "../../../src/mqtt/client.ts";
import { readBoard, requireBoard } from "../../image/firmware/firmware.ts";
import { limitsFor } from "../../image/limits.ts";
import { analogFaults } from "../../image/wiring/analog-faults.ts";
import { pwmFaults } from "../../image/wiring/pwm-faults.ts";
import { hardwareOf } from "../../targets/facts.ts";

export interface LikeBoard {
  /** Its name. */
  board: string;
  power: PowerFacts | undefined;
  limits: ClientLimits;
  hardware: Hardware;
  /** What a device tells of itself there where its author says nothing of it. */
  diagnostics: readonly Diagnostic[];
}

export function likeBoard(declaration: DeviceDeclaration, board: Board): LikeBoard {
  const { name, power, diagnostics = [] } = board;
  return {
    board: name,
    power,
    limits: limitsFor(declaration, board),
    hardware: hardwareOf(board),
    diagnostics,
  };
}

/** What the board cannot of what the device asks, on whichever pins. */
export async function unlikeBoard(declaration: DeviceDeclaration, board: Board): Promise<Fault[]> {
  return [...analogFaults(declaration, board), ...(await pwmFaults(declaration, board))];
}

/**
 * By its name or its facts. Throws where there is no such board, and where it cannot what the device asks.
 */
export async function givenBoard(
  declaration: DeviceDeclaration,
  boardOrName: string | Board,
): Promise<LikeBoard> {
  if (typeof boardOrName !== "string") await requireBoard(boardOrName, "The board of the trial");
  const board = typeof boardOrName === "string" ? await readBoard(boardOrName) : boardOrName;
  throwFaults(sentencesOf(await unlikeBoard(declaration, board)));
  return likeBoard(declaration, board);
}
