// Runs the tests that must catch each planted bug, on the sources with the bug in them: one vitest for all of them.
import { join } from "node:path";
import { createVitest, type TestCase, type Vitest } from "vitest/node";
import { packageFolder } from "../../../tools/build/package-folder.ts";
import { type Edited, edited } from "../../../tools/laboratory/patterns/edit.ts";
import type { CaughtBy, PlantedBug } from "./bug.ts";

/** What became of one test. */
export type Verdict = "passed" | "failed" | "not found" | "not loaded";

export interface Trial {
  /** Runs a test with the bug in its source, or without any. */
  run: (caughtBy: CaughtBy, bug?: PlantedBug) => Promise<Verdict>;
  end: () => Promise<void>;
}

/** Vite hands each module of the package through `plant`, which gives the one with the bug. */
export async function beginTrial(): Promise<Trial> {
  let planted: Edited | undefined;
  const plant = {
    name: "planted-bug",
    enforce: "pre" as const,
    transform: (_code: string, id: string) =>
      planted !== undefined && id === pathOf(planted) ? planted.text : undefined,
  };
  const vitest = await createVitest(
    "test",
    {
      root: packageFolder,
      config: false,
      watch: false,
      reporters: [{}],
      include: ["test/**/*.test.ts"],
      fileParallelism: false,
      testTimeout: 60_000,
    },
    { plugins: [plant] },
  );
  return {
    async run(caughtBy, bug) {
      const change = bug === undefined ? undefined : edited(bug);
      if (change !== undefined) vitest.invalidateFile(pathOf(change));
      planted = change;
      const verdict = await verdictOf(vitest, caughtBy);
      planted = undefined;
      if (change !== undefined) vitest.invalidateFile(pathOf(change));
      return verdict;
    },
    end: () => vitest.close(),
  };
}

function pathOf({ file }: Edited): string {
  return join(packageFolder, file);
}

async function verdictOf(vitest: Vitest, { file, name }: CaughtBy): Promise<Verdict> {
  vitest.setGlobalTestNamePattern(name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const specifications = await vitest.getRelevantTestSpecifications([join(packageFolder, file)]);
  const { testModules } = await vitest.runTestSpecifications(specifications);
  // It has those of earlier runs as well.
  const module = testModules.find(({ relativeModuleId }) => relativeModuleId === file);
  if (module === undefined) return "not found";
  if (module.errors().length > 0) return "not loaded";
  const states = [...module.children.allTests()].map(stateOf);
  if (states.includes("failed")) return "failed";
  return states.includes("passed") ? "passed" : "not found";
}

function stateOf(test: TestCase): string {
  return test.result().state;
}
