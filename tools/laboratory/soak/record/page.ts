// docs/reliability.md: a text written by hand (reliability.md beside this file), with the figures that a run has counted.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../../files/package-folder.ts";
import type { Soaked } from "../soak.ts";

const TEMPLATE = new URL("reliability.md", import.meta.url);
const PAGE = join(packageFolder, "docs", "reliability.md");
const RECORD = join(packageFolder, "docs", "reliability.json");

/** What a run leaves behind. */
export type RecordedRun = Pick<Soaked, "seed" | "figures"> & { minutes: number };

export function readTemplate(): string {
  return readFileSync(TEMPLATE, "utf8");
}

export function readPage(): string {
  return readFileSync(PAGE, "utf8");
}

export function readRun(): RecordedRun {
  return JSON.parse(readFileSync(RECORD, "utf8")) as RecordedRun;
}

/**
 * The page: each `{{name}}` is a figure of the run, or an option of its command as it is typed. Throws when the run has not
 * counted one of them.
 */
export function pageOf(template: string, { seed, minutes, figures }: RecordedRun): string {
  const known: Record<string, string> = { seed: `${seed}`, minutes: `${minutes}` };
  for (const [name, figure] of Object.entries(figures)) known[name] = figure.toLocaleString("en-US");
  const missing = new Set<string>();
  const page = template.replaceAll(/\{\{(.*?)\}\}/g, (_, name: string) => {
    if (known[name] === undefined) missing.add(name);
    return known[name] ?? "";
  });
  if (missing.size > 0)
    throw new Error(
      `The run has not counted: ${[...missing].join(", ")}. Run all proofs where Mosquitto is installed.`,
    );
  return page;
}

/** Writes down a run in which every promise was kept, and the page with its figures. */
export function recordRun({ seed, minutes, figures }: Soaked): void {
  const run: RecordedRun = { seed, minutes: Math.round(minutes), figures };
  const page = pageOf(readTemplate(), run);
  writeFileSync(RECORD, `${JSON.stringify(run, undefined, 2)}\n`);
  writeFileSync(PAGE, page);
}
