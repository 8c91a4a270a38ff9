// Builds what its parent asks for, and ends with it (build-worker.ts).

import { BuildError } from "../../compiler/source/build-error.ts";
import type { BuildAnswer, BuildRequest } from "./build-worker.ts";
import { keptImage } from "./kept-image.ts";

process.on("message", async ({ id, options }: BuildRequest) => {
  process.send?.({ id, ...(await answerTo(options)) } satisfies BuildAnswer);
});
process.once("disconnect", () => process.exit());

async function answerTo(options: BuildRequest["options"]): Promise<Omit<BuildAnswer, "id">> {
  try {
    return { image: await keptImage(options) };
  } catch (error) {
    if (error instanceof BuildError) return { refusals: error.refusals };
    return { failure: String(error instanceof Error ? error.stack : error) };
  }
}
