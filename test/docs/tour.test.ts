// What the tour says can be done, is done here, with this package linked into an empty folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { readTour, TOUR, walk } from "./tour.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 300_000 });

const PACKAGE = join(import.meta.dirname, "..", "..");
/** What npm makes of an installed package: its folder, and its programs and those of what it brings. */
const LINK = [
  "mkdir -p node_modules/.bin",
  `ln -s '${PACKAGE}' node_modules/ringmote`,
  "ln -s ../ringmote/tools/cli/ringmote.js node_modules/.bin/ringmote",
  "for program in mqtt tsx; do ln -s ../ringmote/node_modules/.bin/$program node_modules/.bin/; done",
].join("\n");

const blocks = readTour();

test("each block of the tour is run, put into a file, compared, or says what it needs", () => {
  expect(blocks.filter(({ said }) => said === "").map(({ text }) => text)).toEqual([]);
});

test("the tour names the file that is packed", () => {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  expect(readFileSync(TOUR, "utf8")).toContain(`ringmote-${version}.tgz`);
});

test("the tour can be walked from its empty folder to its end", () => walk(blocks, LINK));
