// npm run sizes: writes docs/sizes.md; with --check it fails when the page is not what the build makes.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBoard } from "../../build/firmware.ts";
import { packageFolder } from "../../build/package-folder.ts";
import { countedJsVars } from "./espruino.ts";
import { measureSizes, SHOWN } from "./measure.ts";
import { sizesDocument } from "./record.ts";

const RECORD = join(packageFolder, "docs", "sizes.md");

const sizes = await measureSizes();
const names = new Set(sizes.images.map(({ board }) => board));
const boards = await Promise.all([...names].map(readBoard));
const made = sizesDocument(sizes, new Map(boards.map(({ name, budget }) => [name, budget])));
if (process.argv.includes("--check")) check(made);
else {
  writeFileSync(RECORD, made);
  console.log("docs/sizes.md is written.");
  const shown = sizes.images.filter(({ firmware }) => firmware === SHOWN);
  for (const sentence of await countedJsVars(shown)) console.log(sentence);
}

function check(document: string): void {
  const kept = existsSync(RECORD) ? readFileSync(RECORD, "utf8") : "";
  if (kept === document) {
    console.log("docs/sizes.md is what the build makes.");
    return;
  }
  const lines = kept.split("\n");
  const changed = document.split("\n").filter((line, index) => line !== lines[index]);
  console.error(
    `docs/sizes.md is not what the build makes; write it anew with \`npm run sizes\`. The build has:\n${changed.join("\n")}`,
  );
  process.exitCode = 1;
}
