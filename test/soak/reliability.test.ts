// The page of promises has the figures of the recorded run and no others, and names tests that exist.
import { existsSync } from "node:fs";
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

test("the run's command stays as typed, and figures get commas", () => {
  const run = { seed: 100_000, minutes: 1200, figures: { storms: 100_000 } };
  expect(pageOf("--minutes {{minutes}} --seed {{seed}}: {{storms}}", run)).toBe(
    "--minutes 1200 --seed 100000: 100,000",
  );
});

test("each promise names its limits, and test files that exist", () => {
  const promises = readTemplate()
    .split(/^## /m)
    .filter((section) => section.includes("\nLimits: "));
  expect(promises.length).toBeGreaterThan(9);
  const cited = promises.map((text) => {
    const [, tests = ""] = text.split("\nTests: ");
    return [...tests.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file]) => join(packageFolder, file as string));
  });
  expect(cited.filter((files) => files.length === 0)).toEqual([]);
  expect(cited.flat().filter((file) => !existsSync(file))).toEqual([]);
});
