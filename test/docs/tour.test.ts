// Each block of the tour can be tried; test/package/tour.test.ts does it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTour, TOUR } from "./tour.ts";

const PACKAGE = join(import.meta.dirname, "..", "..");

const blocks = readTour();

test("each block of the tour is run, stored, compared or excused", () => {
  expect(blocks.filter(({ said }) => said === "").map(({ text }) => text)).toEqual([]);
});

test("the tour names the file that is packed", () => {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  expect(readFileSync(TOUR, "utf8")).toContain(`ringmote-${version}.tgz`);
});
