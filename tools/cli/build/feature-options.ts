// The features that an image has besides or does without, as the commands that build one are told.
import type { Command } from "commander";
import type { FeatureWishes } from "../../image/features/features.ts";
import { knownName } from "../words/failure.ts";

export interface FeatureOptions {
  with?: readonly string[];
  without?: readonly string[];
}

export function withFeatures(command: Command): Command {
  return command
    .option("--with <features>", "what the image has besides, as wildcards", names)
    .option("--without <features>", "what the image does without, as credentials,tls", names);
}

/** The wishes that were given, and no others. Throws a UsageError for a feature that there is not. */
export async function featureWishes({ with: more, without: less }: FeatureOptions): Promise<FeatureWishes> {
  if (more === undefined && less === undefined) return {};
  const { FEATURES } = await import("../../image/features/feature-table.ts");
  const known = FEATURES.map(({ name }) => name);
  const checked = (names: readonly string[]) => names.map((name) => knownName("feature", name, known));
  return {
    ...(more !== undefined && { with: checked(more) }),
    ...(less !== undefined && { without: checked(less) }),
  };
}

/** "a,b" and a second option's "c" as one list. */
function names(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(",").filter((name) => name !== "")];
}
