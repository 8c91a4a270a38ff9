// docs/grown.md: figures that were recorded though they had become worse, each with its reason, the newest first.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../files/whole-file.ts";

const PAGE = join("docs", "grown.md");
/** What is new stands below it. */
const NEWEST = "<!-- newest first -->\n";
/** So many figures of a reason are named; docs/performance.json and docs/sizes.json have all of them. */
const NAMED = 5;

/** Writes sentences of figures that have grown into the page of the package in `folder`, below the reason. */
export function keepReason(folder: string, because: string, figures: readonly string[]): void {
  const file = join(folder, PAGE);
  const page = readFileSync(file, "utf8");
  if (!page.includes(NEWEST)) throw new Error(`${PAGE} needs a line ${NEWEST.trimEnd()}.`);
  const today = new Date().toISOString().substring(0, "2000-01-01".length);
  const others = figures.length > NAMED ? [`and ${figures.length - NAMED} more`] : [];
  const lines = [
    `- ${today}: ${because}`,
    ...[...figures.slice(0, NAMED), ...others].map((one) => `  - ${one}`),
  ];
  replaceFile(
    file,
    page.replace(NEWEST, () => `${NEWEST}\n${lines.join("\n")}\n`),
  );
}
