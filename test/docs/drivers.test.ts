// The tables of docs/drivers.md are made of what the drivers say of themselves (npm run record).
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { driverRows, withRows } from "../../tools/laboratory/drivers/rows.ts";

const FOLDER = new URL("../../src/drivers/", import.meta.url);
/** What makes a part that a role is given to, and is no driver itself: drivers are made of it. */
const FRAMES = ["analog-percent"];

const rows = await driverRows();

test("each file that makes a part named like itself has a row", () => {
  const makers = readdirSync(FOLDER)
    .map((file) => file.replace(".ts", ""))
    .filter((name) => {
      const made = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return new RegExp(`^export function ${made}\\(role: string`, "m").test(
        readFileSync(new URL(`${name}.ts`, FOLDER), "utf8"),
      );
    });
  expect(rows.map(({ driver }) => driver).sort()).toEqual(makers.filter((name) => !FRAMES.includes(name)));
});

test("a page without the tables is refused", () => {
  expect(() => withRows("# Drivers\n", [])).toThrow('no table of "quantities"');
});
