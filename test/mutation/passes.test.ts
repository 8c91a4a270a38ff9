// Which files are changed for a pass of the compiler, and which tests have to notice.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { digestOf, PASSES } from "../../tools/laboratory/mutation/passes.ts";

const FOLDER = "tools/compiler/passes";

test("each file of the passes is changed for exactly one pass", () => {
  const changed = [...PASSES.values()].flatMap(({ sources }) => sources);
  const there = readdirSync(join(packageFolder, FOLDER)).map((name) => `${FOLDER}/${name}`);
  expect(changed.sort()).toEqual(there.sort());
});

test("each pass has tests itself or through its partner pass", () => {
  const tests = [...PASSES.values()].flatMap((one) => one.tests);
  expect(tests.filter((file) => !existsSync(join(packageFolder, file)))).toEqual([]);
});

test("a pass is another one where its sources or its tests are", () => {
  const files = { sources: [`${FOLDER}/fold.ts`], tests: ["test/compiler/passes/fold.test.ts"] };
  const digests = [
    digestOf(files),
    digestOf({ ...files, sources: [`${FOLDER}/copy-propagation.ts`] }),
    digestOf({ ...files, tests: [] }),
  ];
  expect(new Set(digests).size).toBe(3);
  expect(digestOf({ ...files })).toBe(digests[0]);
});
