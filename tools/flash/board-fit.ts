// The fit of an image to the board at the other end: checked before an upload, by any
// caller that knows the board.
import { type Board, TARGET_TITLES } from "../../boards/board.ts";
import { espOf, type VariantName, variantNamed } from "../../boards/chips/chip.ts";
import type { FoundBoard } from "./device-console.ts";
import { FlashError } from "./flash-error.ts";

/** A board's chip, exactly. Throws for a board on which no interpreter runs. */
export function chipOf({ variant, chip }: Pick<Board, "variant" | "chip">): VariantName {
  return variant ?? espOf(chip);
}

/**
 * The reason why an image for a board does not fit the one that was found: of kind "wrong firmware" or "wrong
 * chip"; `undefined` when it does.
 */
export function misfitOf(
  board: Pick<Board, "name" | "title" | "target" | "chip" | "variant">,
  connected: FoundBoard,
): FlashError | undefined {
  if (board.target !== connected.target)
    return new FlashError(
      "wrong firmware",
      `The board runs ${TARGET_TITLES[connected.target]} ${connected.version}, and ${board.name} is an image for ${TARGET_TITLES[board.target]}; choose a board that runs ${TARGET_TITLES[connected.target]} ("ringmote boards" names them), or install ${TARGET_TITLES[board.target]} with "ringmote flash --firmware <file.bin>".`,
    );
  const chip = variantNamed(connected.chip);
  // An unknown chip, such as the interpreter on a computer, is left to its owner.
  if (chip === undefined || chip === (board.variant ?? board.chip)) return undefined;
  return new FlashError(
    "wrong chip",
    `The board is an ${connected.chip}, and ${board.title} (${board.name}) has another chip; choose the board that is plugged in ("ringmote boards" names them).`,
  );
}

/** Throws the misfit, if there is one. */
export function requireFit(...[board, connected]: Parameters<typeof misfitOf>): void {
  const misfit = misfitOf(board, connected);
  if (misfit !== undefined) throw misfit;
}
