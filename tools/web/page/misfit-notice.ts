// A notice in every step that it concerns: the connected board is not the chosen one.

import { TARGET_TITLES } from "../../../boards/board.ts";
import type { App } from "./app.ts";
import { h } from "./dom.ts";
import { notice } from "./notice.ts";

/** The notice, where there is something to say. */
export function misfitNotice({ board, misfit, line: { found } }: App): HTMLElement | undefined {
  if (board === undefined || found === undefined || misfit === undefined) return undefined;
  return misfit.kind === "wrong chip"
    ? notice(
        "warn",
        "This board has another chip",
        h(
          "p",
          {},
          `You chose "${board.title}", and an ${found.chip} is connected. Choose the board that is plugged in, or plug in the one that you chose.`,
        ),
      )
    : notice(
        "warn",
        `This board runs ${TARGET_TITLES[found.target]}`,
        h(
          "p",
          {},
          `You chose "${board.title}". Choose a board that runs ${TARGET_TITLES[found.target]}, or install ${TARGET_TITLES[board.target]} in the step "Connect".`,
        ),
      );
}
