// The tour, walked with the packed package: what a person has who did not clone the repository.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { readTour, walk } from "../docs/tour.ts";
import { run } from "./program.ts";

const CHECKOUT = join(import.meta.dirname, "..", "..");
const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-tour-package-"));

beforeAll(() => run("npm", ["pack", "--pack-destination", FOLDER], CHECKOUT));
afterAll(() => rmSync(FOLDER, { recursive: true }));

test("the tour can be walked with the package as npm installs it", async () => {
  const packed = readdirSync(FOLDER).find((file) => file.endsWith(".tgz")) as string;
  await walk(readTour(), `npm install --prefer-offline '${join(FOLDER, packed)}'`);
});
