// The page of promises has the figures of the recorded run and no others, and names tests that exist.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { pageOf, readPage, readRun, readTemplate } from "../../tools/laboratory/soak/record/page.ts";

test("the page is its text with the figures of the recorded run", () => {
  expect(readPage()).toBe(pageOf(readTemplate(), readRun()));
});

test("every figure of the recorded run stands on the page", () => {
  const { figures } = readRun();
  const unused = Object.keys(figures).filter((name) => !readTemplate().includes(`{{${name}}}`));
  expect(unused).toEqual([]);
});

test("a run that has not counted something is not recorded", () => {
  expect(() =>
    pageOf("{{messages}} of {{storms}}", { seed: 1, minutes: 1, figures: { messages: 2 } }),
  ).toThrow("The run has not counted: storms.");
});

test("the command of the run stands as it is typed, and figures as they are read", () => {
  const run = { seed: 100_000, minutes: 1200, figures: { storms: 100_000 } };
  expect(pageOf("--minutes {{minutes}} --seed {{seed}}: {{storms}}", run)).toBe(
    "--minutes 1200 --seed 100000: 100,000",
  );
});

test("each promise names tests, and each of them exists", () => {
  const [, ...promises] = readTemplate().split(/^## /m);
  const cited = promises.map((text) => [...text.matchAll(/^- `(test\/[\w./-]+)`: "(.+)"$/gm)]);
  // All but the last section are promises.
  expect(cited.slice(0, -1).filter((tests) => tests.length === 0)).toEqual([]);
  const missing = cited.flat().filter(([, file, name]) => !read(file).includes(name));
  expect(missing.map(([line]) => line)).toEqual([]);
});

function read(file: string): string {
  return readFileSync(join(packageFolder, file), "utf8");
}
