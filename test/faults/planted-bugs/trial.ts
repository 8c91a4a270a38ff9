// Runs the tests that must catch each planted bug, on the sources with the bug in them: one vitest for all of them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createVitest, type TestCase, type Vitest } from "vitest/node";
import { packageFolder } from "../../../tools/build/package-folder.ts";
import type { CaughtBy, PlantedBug } from "./bug.ts";

/** What became of one test. */
export type Verdict = "passed" | "failed" | "not found" | "not loaded";

export interface Trial {
  /** Runs a test with the bug in its source, or without any. */
  run: (caughtBy: CaughtBy, bug?: PlantedBug) => Promise<Verdict>;
  end: () => Promise<void>;
}

/** Vite hands each module of the package through `plant`, which puts the bug in. */
export async function beginTrial(): Promise<Trial> {
  let planted: PlantedBug | undefined;
  const plant = {
    name: "planted-bug",
    enforce: "pre" as const,
    transform(code: string, id: string): string | undefined {
      return planted !== undefined && id === fileOf(planted) ? withBug(code, planted) : undefined;
    },
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
      if (bug !== undefined) {
        withBug(readFileSync(fileOf(bug), "utf8"), bug);
        vitest.invalidateFile(fileOf(bug));
      }
      planted = bug;
      const verdict = await verdictOf(vitest, caughtBy);
      planted = undefined;
      if (bug !== undefined) vitest.invalidateFile(fileOf(bug));
      return verdict;
    },
    end: () => vitest.close(),
  };
}

/** The source with the bug. Its text must stand there once: an edit that finds nothing proves nothing. */
export function withBug(
  source: string,
  { file, right, wrong }: Pick<PlantedBug, "file" | "right" | "wrong">,
): string {
  const found = source.split(right).length - 1;
  if (found !== 1)
    throw new Error(`The text to be made wrong stands ${found} times in ${file}, not once: ${right}`);
  return source.replace(right, () => wrong);
}

function fileOf({ file }: PlantedBug): string {
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
