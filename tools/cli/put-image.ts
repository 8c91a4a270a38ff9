// Where an image goes once it is built: into its folder, with its warnings told.
import { type Image, writeImage } from "../build/build.ts";
import { RunError } from "./failure.ts";

/** Writes an image into a folder, in place of what was there. */
export function putImage(image: Image, folder: string): void {
  try {
    writeImage(image, folder);
  } catch (error) {
    throw new RunError(`The image cannot be written into ${folder}: ${(error as Error).message}.`);
  }
}

/** Tells what its user should know before it is on the board, a line each, beside what is printed. */
export function tellWarnings({ warnings }: Image): void {
  for (const warning of warnings) console.error(`ringmote: warning: ${warning}`);
}
