// Each planted bug makes tests fail.
import { spawnSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { BUGS } from "../../tools/laboratory/planted/bugs.ts";
import type { Counted } from "../../tools/laboratory/planted/count-failed.ts";

const CONFIG = "tools/laboratory/planted/vitest.config.ts";
let counted: Counted = {};

beforeAll(() => {
  const { stdout } = spawnSync("npx", ["vitest", "run", "--config", CONFIG], {
    cwd: packageFolder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  counted = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Counted;
});

test.each(BUGS)("tests notice that $name", ({ name }) => {
  expect(counted[name]?.failed).toBeGreaterThan(0);
});

test("tests of a bug are not all that fail", () => {
  for (const { name } of BUGS) expect(counted[name]?.passed, name).toBeGreaterThan(0);
});
