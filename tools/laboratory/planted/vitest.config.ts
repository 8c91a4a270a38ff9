// Runs the tests of each planted bug on the package with that bug: a project for each.
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { packageFolder } from "../../files/package-folder.ts";
import { BUGS, type PlantedBug, type Planting } from "./bugs.ts";
import CountFailed from "./count-failed.ts";

function plant({ path, original, planted }: Planting) {
  return {
    name: "plant",
    enforce: "pre" as const,
    transform: (code: string, id: string) =>
      id.split("?")[0] === path ? code.replace(original, () => planted) : undefined,
  };
}

function projectOf({ name, file, original, planted, tests }: PlantedBug) {
  const bug = { path: join(packageFolder, file), original, planted };
  return {
    root: packageFolder,
    plugins: [plant(bug)],
    test: { name, include: [tests], testTimeout: 60_000, provide: { bug } },
  };
}

export default defineConfig({
  test: {
    reporters: [new CountFailed()],
    projects: BUGS.map(projectOf),
  },
});
