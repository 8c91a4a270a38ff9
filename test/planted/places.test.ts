// Planted bugs are in the sources as they are today.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BUGS } from "../../tools/laboratory/planted/bugs.ts";

test.each(BUGS)("the place of a bug stands once: $name", ({ file, original, planted, tests }) => {
  const source = readFileSync(join(packageFolder, file), "utf8");
  expect(source.split(original)).toHaveLength(2);
  expect(planted).not.toBe(original);
  expect(existsSync(join(packageFolder, tests))).toBe(true);
});
