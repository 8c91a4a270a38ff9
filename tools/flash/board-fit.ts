// Whether what is at the other end is what an image was built for.
import type { Board } from "../../boards/board.ts";
import type { FoundBoard } from "./device-console.ts";
import { FlashError } from "./flash-error.ts";

const NAMES = { espruino: "Espruino", nodemcu: "NodeMCU" } as const;

/** A board's chip, exactly: the interpreters take an ESP32-C3 for an ESP32, and its boot loader does not. */
export function chipOf({ name, chip }: Pick<Board, "name" | "chip">): string {
  return /esp32-?c3/.test(name) ? "esp32c3" : chip;
}

/** Throws a FlashError of kind "wrong firmware" or "wrong chip" when the board runs something else. */
export function requireFit(
  board: Pick<Board, "name" | "title" | "target" | "chip">,
  found: FoundBoard,
): void {
  if (board.target !== found.target)
    throw new FlashError(
      "wrong firmware",
      `The board runs ${NAMES[found.target]} ${found.version}, and ${board.name} is an image for ${NAMES[board.target]}; take a board of "ringmote boards" for ${NAMES[found.target]}, or install ${NAMES[board.target]} with --firmware.`,
    );
  const chip = familyOf(found.chip);
  // A chip that nobody has heard of, as the interpreter on a computer, is left to its owner.
  if (chip === undefined) return;
  if (chip !== chipOf(board))
    throw new FlashError(
      "wrong chip",
      `The board is an ${found.chip}, and ${board.title} (${board.name}) has another chip; take a board of "ringmote boards" that has this one.`,
    );
}

/** "esp32", "esp32c3" or "esp8266" of how a firmware calls its board; `undefined` for another one. */
export function familyOf(chip: string): string | undefined {
  return /esp32[-_]?c3|esp32|esp8266/i.exec(chip)?.[0].toLowerCase().replace(/[-_]/, "");
}
