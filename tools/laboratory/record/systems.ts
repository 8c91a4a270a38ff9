// Records the results of firmware/'s systems: docs/systems.md, from a run of each
// in virtual time with seed 1.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { type Outcome, runScenario } from "../../sim/scenario/run-scenario.ts";
import { virtualStage } from "../../sim/scenario/stages.ts";
import { readSystem, systemNames } from "../../sim/scenario/systems.ts";
import { withTable } from "../drivers/written.ts";
import type { MadePart, RecordPart } from "./part.ts";

const PAGE = "docs/systems.md";
const SEED = 1;
const EXPECTED = ["system", "what is expected", "held"];
const FIGURES = ["system", "who", "programs", "heard", "lost", "twice", "out of order", "p50", "p99"];

export const systems: RecordPart = {
  word: "systems",
  make: makeSystems,
  check: makeSystems,
  takesTime: true,
};

async function makeSystems(): Promise<MadePart> {
  const outcomes = new Map<string, Outcome>();
  for (const name of systemNames()) {
    const scenario = await readSystem(name);
    const stage = virtualStage(SEED, scenario);
    outcomes.set(name, await runScenario(scenario, stage, SEED).finally(stage.leave));
  }
  const page = readFileSync(join(packageFolder, PAGE), "utf8");
  return { files: [[PAGE, systemsPage(page, outcomes)]], faults: faultsOf(outcomes) };
}

/** The page with the tables of these runs. */
export function systemsPage(page: string, outcomes: ReadonlyMap<string, Outcome>): string {
  const expected: string[][] = [];
  const figures: string[][] = [];
  for (const [name, { expectations, figures: groups }] of outcomes) {
    for (const { words, failures } of expectations)
      expected.push([linkTo(name), words, failures.length === 0 ? "yes" : "NO"]);
    for (const { group, programs, heard, lost, twice, outOfOrder, p50, p99 } of groups) {
      const counts = [programs, heard, lost, twice, outOfOrder].map((count) => count.toLocaleString("en"));
      const times = [p50, p99].map((ms) => (ms === undefined ? "-" : `${ms} ms`));
      figures.push([linkTo(name), group, ...counts, ...times]);
    }
  }
  return withTable(withTable(page, EXPECTED, expected), FIGURES, figures);
}

function linkTo(system: string): string {
  return `[\`${system}\`](../firmware/${system}/README.md)`;
}

function faultsOf(outcomes: ReadonlyMap<string, Outcome>): string[] {
  return [...outcomes].flatMap(([name, { expectations }]) =>
    expectations
      .filter(({ failures }) => failures.length > 0)
      .map(({ words, failures }) => `${name}: ${failures.length} times not so: ${words}`),
  );
}
