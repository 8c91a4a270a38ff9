// A process of its own that weighs its share of the features (shares.ts).
import { type BuildOptions, featureCosts } from "../../image/build.ts";

/** A feature, and the image in which it is weighed. */
export interface Weighing {
  options: BuildOptions;
  name: string;
}

process.once("message", async (share: Weighing[]) => {
  const [first] = share;
  if (first === undefined) throw new Error("There is no feature to weigh.");
  const costs = await featureCosts(
    first.options,
    share.map(({ name }) => name),
  );
  process.send?.(costs, () => process.disconnect());
});
