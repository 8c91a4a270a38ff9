// Each row of docs/systems.md that says what is asked of a system names the tests that show it: they are
// there, by these titles.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

const PAGE = readFileSync(join(packageFolder, "docs/systems.md"), "utf8");
const NAMED = /`(test\/[^`]+)`(?:: "([^"]+)")?/g;

const [, section = ""] = PAGE.split("\n## What shows it\n");
/** What is asked, and what shows it. */
const ROWS = (section.split("\n## ")[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| of ") && !line.startsWith("| ---"))
  .map((line) => line.split(" | ") as [asked: string, shown: string]);

/** What is not so of a cell that says what shows something. */
function faultsOf(shown: string): string[] {
  const named = [...shown.matchAll(NAMED)];
  if (named.length === 0 && !shown.startsWith("nothing")) return [`names no test: ${shown}`];
  return named.flatMap(([, path = "", title]) => {
    if (title === undefined) return [`names no title of ${path}`];
    const file = join(packageFolder, path);
    if (!existsSync(file)) return [`there is no ${path}`];
    return readFileSync(file, "utf8").includes(`"${title}"`) ? [] : [`${path} has no test "${title}"`];
  });
}

test("each row about a system names tests that there are, or says that nothing shows it", () => {
  expect(ROWS.length).toBeGreaterThan(25);
  expect(ROWS.flatMap(([, shown]) => faultsOf(shown))).toEqual([]);
});

test("a test that is gone, or has another title, is a fault of its row", () => {
  expect(faultsOf('`test/docs/gone.test.ts`: "a test"')).toEqual(["there is no test/docs/gone.test.ts"]);
  expect(faultsOf('`test/needs.test.ts`: "another title"')).toEqual([
    'test/needs.test.ts has no test "another title"',
  ]);
  expect(faultsOf("`test/docs/systems.test.ts`, on three seeds")).toEqual([
    "names no title of test/docs/systems.test.ts",
  ]);
  expect(faultsOf("a run by hand")).toEqual(["names no test: a run by hand"]);
});
