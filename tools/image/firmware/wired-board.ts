// The board of an image, as the wiring of its firmware has it: of this package, or a file of the project's
// own.
import { join } from "node:path";
import type { Board, Wiring } from "../../../boards/board.ts";
import { BuildError } from "../../compiler/source/build-error.ts";
import { shownPath } from "../../files/shown-path.ts";
import {
  boardNames,
  type Firmware,
  firmwareFolder,
  firmwareNames,
  readFirmware,
  requireBoard,
} from "./firmware.ts";

/** The boards for images of a firmware: this package's, and those that its wiring has besides. */
export function namesOfBoards({ wiring }: Pick<Firmware, "wiring">): string[] {
  return [...new Set([...boardNames(), ...Object.keys(wiring)])];
}

/**
 * The wiring of a firmware for a board. Throws a BuildError where there is none, and where the board has a
 * fault.
 */
export async function wiringFor(firmware: Firmware, board: string): Promise<Wiring> {
  const { name, wiring } = firmware;
  const wired = Object.hasOwn(wiring, board) ? wiring[board] : undefined;
  if (wired === undefined) {
    if (!boardNames().includes(board))
      throw new BuildError(
        `No board is called "${board}"; there are: ${namesOfBoards(firmware).join(", ")}. A board of your own is one that ${name}/wiring.ts has.`,
      );
    throw new BuildError(noWiring(firmware, board));
  }
  const where = `${name}/wiring.ts, "${board}"`;
  if (wired?.board === undefined)
    throw new BuildError(`${where}: it is no wiring; write wire(<the board>, { <role>: <its pin> }).`);
  await requireBoard(wired.board, where);
  if (wired.board.name !== board)
    throw new BuildError(
      `${where}: this is the board "${wired.board.name}"; write its own name in place of "${board}".`,
    );
  return wired;
}

/** The reason why a firmware is on no such board. */
export function noWiring({ name, folder, wiring }: Firmware, board: string): string {
  const boards = Object.keys(wiring).join(", ");
  const isOwn = !firmwareNames().includes(name) || firmwareFolder(name) !== folder;
  const cure = isOwn ? ` Another board is one more line in ${shownPath(join(folder, "wiring.ts"))}.` : "";
  return `The firmware ${name} has no wiring for ${board}; it has one for: ${boards}.${cure}`;
}

/** The facts of the board that this firmware is built for. */
export async function boardOf(firmware: string, board: string): Promise<Board> {
  return (await wiringFor(await readFirmware(firmware), board)).board;
}
