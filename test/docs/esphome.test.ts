// The page beside ESPHome's components has each of them once, and names what there is here (npm run record).
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as filters from "../../src/filters.ts";
import * as language from "../../src/index.ts";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { esphomePage, faultsOf } from "../../tools/laboratory/esphome/page.ts";
import { SAID } from "../../tools/laboratory/esphome/said.ts";

test("the page is as it is made", async () => {
  expect(readFileSync(new URL("../../docs/esphome.md", import.meta.url), "utf8")).toBe(await esphomePage());
});

test("each driver names its components of ESPHome", async () => {
  const silent = (await driverRows()).filter(({ esphome }) => esphome === "");
  expect(silent.map(({ driver }) => driver)).toEqual([]);
});

test("each function that the page names is there", async () => {
  const drivers = (await driverRows()).map(({ driver }) =>
    driver.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  const there = [...Object.keys(language), ...Object.keys(filters), ...drivers];
  const code = SAID.flatMap(({ here }) => here.match(/`[^`]+`/g) ?? []).join();
  const called = [...code.matchAll(/(?<!\.)\b([a-z]\w*)\(/gi)].map(([, name]) => name as string);
  expect(called.length).toBeGreaterThan(20);
  expect([...new Set(called)].filter((name) => !there.includes(name))).toEqual([]);
});

test("a component that stands nowhere, twice or not there is named", () => {
  expect(faultsOf(["a", "a", "c"], ["a", "b"])).toEqual([
    "The component b of ESPHome stands nowhere; place it in said.ts or unsaid.ts.",
    "The component a stands in two places; take it out of one.",
    "ESPHome has no component c; spell it as its folder is.",
  ]);
});
