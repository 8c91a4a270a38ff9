// Weighs an image's features, a build each, on all cores of this computer.
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { BuildOptions, FeatureCosts } from "../build/build.ts";
import { FEATURES } from "../build/feature-table.ts";

/** What one process is given. */
export interface Share {
  options: BuildOptions;
  /** The features that it weighs. */
  names: readonly string[];
}

/** What each feature costs, as `featureCosts` says it. */
export async function weighFeatures(options: BuildOptions): Promise<FeatureCosts> {
  const names = FEATURES.map(({ name }) => name);
  const count = Math.min(availableParallelism(), names.length);
  const shares = Array.from({ length: count }, (_, i) => names.filter((_name, at) => at % count === i));
  return Object.assign({}, ...(await Promise.all(shares.map((share) => weigh({ options, names: share })))));
}

function weigh(share: Share): Promise<FeatureCosts> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL("./weigh-share.ts", import.meta.url)));
    child.once("message", (costs) => resolve(costs as FeatureCosts));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(
        new Error(`The features ${share.names.join(", ")} were not weighed: a build ended with ${code}.`),
      ),
    );
    child.send(share);
  });
}
