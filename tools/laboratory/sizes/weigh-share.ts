// A process of its own that weighs its share of the features (shares.ts).
import { type BuildOptions, type FeatureCost, featureCosts } from "../../image/build.ts";

/** A feature, and the image in which it is weighed. */
export interface Weighing {
  options: BuildOptions;
  name: string;
}

export interface Weighed {
  board: string;
  name: string;
  cost: FeatureCost;
}

process.once("message", async (share: Weighing[]) => {
  const weighed: Weighed[] = [];
  for (const { options, names } of byOptions(share).values()) {
    const costs = await featureCosts(options, names);
    for (const [name, cost] of Object.entries(costs)) weighed.push({ board: options.board, name, cost });
  }
  process.send?.(weighed, () => process.disconnect());
});

/** Those of one image together: it is read and built once. */
function byOptions(share: readonly Weighing[]): Map<string, { options: BuildOptions; names: string[] }> {
  const builds = new Map<string, { options: BuildOptions; names: string[] }>();
  for (const { options, name } of share) {
    const key = JSON.stringify(options);
    const there = builds.get(key) ?? { options, names: [] };
    there.names.push(name);
    builds.set(key, there);
  }
  return builds;
}
