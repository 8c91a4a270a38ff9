// docs/reliability.md: a text written by hand (reliability.md beside this file), with the figures that a run
// has counted.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import { type Figures, sumOfFigures } from "../proof.ts";
import type { Counted, Soaked } from "../soak.ts";

const TEMPLATE = new URL("reliability.md", import.meta.url);
const PAGE = join(packageFolder, "docs", "reliability.md");
const RECORD = join(packageFolder, "docs", "reliability.json");

/** The newest run of each proof, by its name. */
export type Recorded = Soaked["proofs"];

export function readTemplate(): string {
  return readFileSync(TEMPLATE, "utf8");
}

export function readReliabilityPage(): string {
  return readFileSync(PAGE, "utf8");
}

export function readProofs(): Recorded {
  return JSON.parse(readFileSync(RECORD, "utf8")) as Recorded;
}

/** What all proofs have counted. */
export function proofFigures(recorded: Recorded): Figures {
  return Object.values<Counted>(recorded).reduce<Figures>(
    (all, { figures }) => sumOfFigures(all, figures),
    {},
  );
}

/**
 * The page: each `{{name}}` is a figure. Throws when no proof has counted one of them.
 */
export function reliabilityPage(template: string, figures: Figures): string {
  const missing = new Set<string>();
  const page = template.replaceAll(/\{\{(.*?)\}\}/g, (_, name: string) => {
    const figure = figures[name];
    if (figure === undefined) missing.add(name);
    return figure?.toLocaleString("en-US") ?? "";
  });
  if (missing.size > 0)
    throw new Error(
      `No recorded run has counted: ${[...missing].join(", ")}. Run all proofs where Mosquitto is installed.`,
    );
  return page;
}

/** Of two runs each proof's newer one, in the order of `names`; of a proof that is no more, nothing. */
export function joined(before: Recorded, run: Recorded, names: readonly string[]): Recorded {
  const all = { ...before, ...run };
  return Object.fromEntries(names.flatMap((name) => (name in all ? [[name, all[name]]] : [])));
}

/**
 * Writes down a run in which every promise was kept, in place of earlier ones of its proofs, and the page
 * with all figures.
 */
export function recordRun({ proofs }: Soaked, names: readonly string[]): void {
  const recorded = joined(readProofs(), proofs, names);
  const page = reliabilityPage(readTemplate(), proofFigures(recorded));
  writeFileSync(RECORD, `${JSON.stringify(recorded, undefined, 2)}\n`);
  writeFileSync(PAGE, page);
}
