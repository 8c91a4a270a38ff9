// Runs the tests of each planted bug on the package with that bug: a project for each.
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { packageFolder } from "../../files/package-folder.ts";
import { BUGS, type PlantedBug } from "./bugs.ts";
import CountFailed from "./count-failed.ts";

function plant({ file, original, planted }: PlantedBug) {
  const path = join(packageFolder, file);
  return {
    name: "plant",
    enforce: "pre" as const,
    transform: (code: string, id: string) =>
      id.split("?")[0] === path ? code.replace(original, () => planted) : undefined,
  };
}

export default defineConfig({
  test: {
    reporters: [new CountFailed()],
    projects: BUGS.map((bug) => ({
      root: packageFolder,
      plugins: [plant(bug)],
      test: { name: bug.name, include: [bug.tests], testTimeout: 60_000 },
    })),
  },
});
