// docs/power.md has the figures of the model, and no others.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { powerRows, priceRows, sleeperRows } from "./power-rows.ts";

const page = readFileSync(new URL("../../docs/power.md", import.meta.url), "utf8");

test("the page has each board that sleeps as its facts say", async () => {
  expect(page.split("\n").filter((line) => line.startsWith("| `"))).toEqual(await powerRows());
});

test("the page has the months of each firmware that sleeps", async () => {
  expect(page.split("\n").filter((line) => line.startsWith("| [`"))).toEqual(await sleeperRows());
});

test("the page lists what each part of a wake costs", () => {
  expect(page).toContain(`| --- | --- | --- | --- | --- |\n${priceRows().join("\n")}\n\n`);
});
