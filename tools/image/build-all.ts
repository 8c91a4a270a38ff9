// Builds every firmware for every board that its wiring names, one after the other.

import { BuildError } from "../compiler/source/build-error.ts";
import type { Image } from "../targets/image.ts";
import type { OnStep } from "./build.ts";
import type { FeatureWishes } from "./features/features.ts";
import { wiredBoards } from "./firmware/firmware.ts";
import { keptImage } from "./keep/kept-image.ts";

/** One requested firmware on one board: its image, or the reasons why there is none, a sentence each. */
export type Attempt =
  | { firmware: string; board: string; image: Image; refusals: readonly [] }
  | { firmware: string; board: string; image: undefined; refusals: readonly string[] };

/**
 * Attempts in the order of the firmwares and of their wirings. Errors that the user cannot mend are thrown.
 */
export async function* buildAll(
  firmwares: readonly string[],
  wishes: FeatureWishes = {},
  onStep: OnStep = () => {},
): AsyncGenerator<Attempt> {
  const wanted: { firmware: string; board: string }[] = [];
  for (const firmware of firmwares)
    for (const board of await wiredBoards(firmware)) wanted.push({ firmware, board });
  for (const [done, { firmware, board }] of wanted.entries()) {
    onStep(done, wanted.length);
    try {
      const image = await keptImage({ ...wishes, firmware, board });
      yield { firmware, board, image, refusals: [] };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      yield { firmware, board, image: undefined, refusals: error.refusals };
    }
  }
}
