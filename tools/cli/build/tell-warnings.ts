// Warnings that the user of an image should read before it is on the board, beside the output of a command.
import type { Image } from "../../image/build.ts";
import { note } from "../../terminal/output.ts";

/** A line each. `which`: the words in front that say of which image it is, where there are several. */
export function tellWarnings({ warnings }: Image, which = ""): void {
  for (const warning of warnings) note(`ringmote: warning: ${which}${warning}`);
}
