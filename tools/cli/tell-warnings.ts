// What the user of an image should know before it is on the board, told beside what a command prints.
import type { Image } from "../build/build.ts";
import { note } from "../terminal/output.ts";

/** A line each. */
export function tellWarnings({ warnings }: Image): void {
  for (const warning of warnings) note(`ringmote: warning: ${warning}`);
}
