// A process of its own with a share of the features (weigh.ts).
import { featureCosts } from "../build/build.ts";
import type { Share } from "./weigh.ts";

process.once("message", async ({ options, names }: Share) => {
  const costs = await featureCosts(options, names);
  process.send?.(costs, () => process.disconnect());
});
