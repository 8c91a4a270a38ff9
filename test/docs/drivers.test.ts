// Pages about drivers are made of what the drivers say of themselves, and of what their
// parts ask for (npm run record).
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withRows } from "../../tools/laboratory/drivers/page.ts";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { withList } from "../../tools/laboratory/drivers/written.ts";
import { drivers } from "../../tools/laboratory/record/drivers.ts";

const FOLDER = new URL("../../src/drivers/", import.meta.url);
const PACKAGE = new URL("../../", import.meta.url);
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
  expect(rows.map(({ driver }) => driver).sort()).toEqual(
    makers.filter((name) => !FRAMES.includes(name)).sort(),
  );
});

test("each page says of drivers what they are", async () => {
  const { files } = await drivers.make();
  expect(files.map(([name]) => name)).toEqual(["docs/drivers.md", "docs/trials.md", "docs/esphome.md"]);
  for (const [name, text] of files) expect(readFileSync(new URL(name, PACKAGE), "utf8"), name).toBe(text);
});

test("a page without the tables is refused", () => {
  expect(() => withRows("# Drivers\n", [])).toThrow('no table of "driver, part, wire, quantities');
});

test("a list is written in place of the one below its line, in lines of the page", () => {
  const page = "# Parts\n\nAll:\n\n- old, and\n  longer\n- older\n\nThe end.\n";
  const long = "word ".repeat(30).trimEnd();
  expect(withList(page, "All:", ["one", long])).toBe(
    `# Parts\n\nAll:\n\n- one\n- ${"word ".repeat(27).trimEnd()}\n  word word word\n\nThe end.\n`,
  );
  expect(() => withList(page, "None:", [])).toThrow('no list below "None:"');
});
