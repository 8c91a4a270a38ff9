// The page beside ESPHome's components is made of the drivers' tags (npm run record).
import { expect, test } from "vitest";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { esphomeRows } from "../../tools/laboratory/esphome/page.ts";

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
