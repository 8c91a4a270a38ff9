// A process of its own that builds its share of the images, and keeps them where others find them
// (shares.ts).
import type { BuildOptions } from "../../image/build.ts";
import { keptImage } from "../../image/keep/kept-image.ts";

process.once("message", async (share: BuildOptions[]) => {
  for (const options of share) await keptImage(options);
  process.send?.(share.length, () => process.disconnect());
});
