// The page of the drivers has a row for each of them, and what it shows is how they are made.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PACKAGE = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(PACKAGE, "docs", "drivers.md"), "utf8");
/** What drivers share, and is none itself. */
const SHARED = ["analog-percent", "bme280-compensation", "contact", "millivolts", "product"];
const DRIVERS = readdirSync(join(PACKAGE, "src", "drivers"))
  .map((file) => file.replace(".ts", ""))
  .filter((name) => !SHARED.includes(name));
const rows = page.split("\n").filter((line) => line.startsWith("| `"));

test("each driver has a row, and each row a driver", () => {
  const named = rows.map((row) => /^\| `([\w-]+)`/.exec(row)?.[1]);
  expect([...named].sort()).toEqual([...DRIVERS].sort());
});

test.each(DRIVERS)("%s is made as its row says, and has the quantities that it says", async (name) => {
  const row = rows.find((one) => one.startsWith(`| \`${name}\``)) as string;
  const driver: Record<string, unknown> = await import(`../../src/drivers/${name}.ts`);
  const cells = row.split(" | ");
  const made = [...(cells.at(-1) as string).matchAll(/`(\w+)\(/g)].map(([, maker]) => maker as string);
  expect(made.length).toBeGreaterThan(0);
  for (const maker of made) expect(typeof driver[maker]).toBe("function");
  const part = (driver[made[0] as string] as (role: string, option?: number) => object)("at", 1000);
  const fields = [...(cells[3] as string).matchAll(/`(\w+)`/g)].map(([, field]) => field as string);
  for (const field of fields) expect(part).toHaveProperty(field);
});
