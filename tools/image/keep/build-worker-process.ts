// Builds what its parent asks for, and ends with it (build-worker.ts).

import { BuildError } from "../../compiler/source/build-error.ts";
import type { Answer, Asked } from "./build-worker.ts";
import { keptImage } from "./kept-image.ts";

process.on("message", async ({ id, options }: Asked) => {
  process.send?.({ id, ...(await answerTo(options)) } satisfies Answer);
});
process.once("disconnect", () => process.exit());

async function answerTo(options: Asked["options"]): Promise<Omit<Answer, "id">> {
  try {
    return { image: await keptImage(options) };
  } catch (error) {
    if (error instanceof BuildError) return { refusals: error.refusals };
    return { failure: String(error instanceof Error ? error.stack : error) };
  }
}
