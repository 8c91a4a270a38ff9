// What the user of an image should know before it is on the board, told beside what a command prints.
import type { Image } from "../../image/build.ts";
import { note } from "../../terminal/output.ts";

/** A line each. `which`: the words in front that say of which image it is, where there are several. */
export function tellWarnings({ warnings }: Image, which = ""): void {
  for (const warning of warnings) note(`ringmote: warning: ${which}${warning}`);
}
