// The page beside ESPHome's components is made of the drivers' tags (npm run record).
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { esphomePage, esphomeRows } from "../../tools/laboratory/esphome/page.ts";

test("the page is as it is made", async () => {
  expect(readFileSync(new URL("../../docs/esphome.md", import.meta.url), "utf8")).toBe(await esphomePage());
});

test("each driver names its components of ESPHome", async () => {
  const silent = (await driverRows()).filter(({ esphome }) => esphome === "");
  expect(silent.map(({ driver }) => driver)).toEqual([]);
});

test("components with the same drivers share a row", () => {
  const rows = [
    { esphome: "a b", examples: ["one(role)"] },
    { esphome: "a b: some alone", examples: ["two(role)"] },
    { esphome: "c", examples: ["one(role)"] },
  ];
  expect(esphomeRows(rows)).toBe(
    "| `a`, `b` | `one(role)`, `two(role)`, some alone |\n| `c` | `one(role)` |\n",
  );
});
