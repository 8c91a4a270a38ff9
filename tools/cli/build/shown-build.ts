// A build that a terminal shows the progress of: it takes seconds, on a busy computer many.
import { basename } from "node:path";
import type { BuildOptions, Image } from "../../image/build.ts";
import { createProgress } from "../words/progress.ts";

/** As `keptImage`. */
export async function shownBuild(options: BuildOptions): Promise<Image> {
  const { keptImage } = await import("../../image/keep/kept-image.ts");
  const progress = createProgress(`Building ${basename(options.firmware)} for ${options.board}`);
  try {
    return await keptImage(options, progress);
  } finally {
    progress.end();
  }
}
