// The page of promises has the figures of the recorded run and no others, and names tests that exist.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import {
  joined,
  proofFigures,
  readProofs,
  readReliabilityPage,
  readTemplate,
  reliabilityPage,
} from "../../tools/laboratory/soak/record/page.ts";

test("the page is its text with the figures of the recorded run", () => {
  expect(readReliabilityPage()).toBe(reliabilityPage(readTemplate(), proofFigures(readProofs())));
});

test("every figure of the recorded run stands on the page", () => {
  const figures = proofFigures(readProofs());
  const unused = Object.keys(figures).filter((name) => !readTemplate().includes(`{{${name}}}`));
  expect(unused).toEqual([]);
});

test("a run that has not counted something is not recorded", () => {
  expect(() => reliabilityPage("{{messages}} of {{storms}}", { messages: 2 })).toThrow(
    "No recorded run has counted: storms.",
  );
});

test("figures of several proofs are joined, and get commas", () => {
  const figures = proofFigures({
    one: { seed: 1, figures: { storms: 100_000 } },
    other: { seed: 2, figures: { storms: 1, lost: 0 } },
  });
  expect(reliabilityPage("{{storms}}; {{lost}}", figures)).toBe("100,001; 0");
});

test("a proof that is no more loses its recorded figures", () => {
  const counted = (seed: number) => ({ seed, figures: {} });
  expect(
    joined({ gone: counted(1), one: counted(1), other: counted(1) }, { one: counted(2) }, ["one", "other"]),
  ).toEqual({
    one: counted(2),
    other: counted(1),
  });
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
