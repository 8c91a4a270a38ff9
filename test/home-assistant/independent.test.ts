// The stand-in judges what others make: it may know nothing of how they make it.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL(".", import.meta.url);
/** The device that is judged, what is at its pins, and the tests. */
const JUDGED = /^everything(-device)?\.ts$|\.test\.ts$/;

test("no file of the stand-in imports anything of the product", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && !JUDGED.test(name));
  expect(files.length).toBeGreaterThan(5);
  const imports = files.flatMap((name) =>
    [...readFileSync(new URL(name, FOLDER), "utf8").matchAll(/ from "([^"]+)"/g)].map(
      ([, path]) => `${name}: ${path}`,
    ),
  );
  expect(imports.filter((path) => /\/(src|tools|firmware|boards)\//.test(path))).toEqual([]);
});
