// docs/mutation.md: what it counts of Stryker's report, and that no change stays without a word.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pageOf } from "../../tools/laboratory/mutation/page.ts";
import { readReports } from "../../tools/laboratory/mutation/report.ts";

const SOURCE = "if (QOS2) a();\nelse {\n  b();\n}\n";
const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});

/** A report of these mutants of outbox.ts, in a file of its own. */
function report(...mutants: object[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "ringmote-report-")), "report.json");
  writeFileSync(path, JSON.stringify({ files: { "src/mqtt/outbox.ts": { source: SOURCE, mutants } } }));
  return path;
}

const killed = { status: "Killed", replacement: "false", location: at(1, 5, 1, 9) };
const hung = { ...killed, status: "Timeout" };
const explained = { status: "Survived", replacement: "true", location: at(1, 5, 1, 9) };
const owed = { status: "NoCoverage", replacement: "{}", location: at(2, 6, 4, 2) };

test("changes that crash or hang a test count as noticed", () => {
  const ignored = { ...killed, status: "CompileError" };
  const page = pageOf(readReports([report(killed, hung, hung, explained, ignored)]));
  expect(page).toContain("| `src/mqtt/outbox.ts` | 4 | 75.0 |\n| all | 4 | 75.0 |");
});

test("the page counts a survivor by its reason, or lists it", () => {
  const page = pageOf(readReports([report(killed, explained, owed)]));
  const [reasons = "", others = ""] = page.split("Not looked into yet:");
  expect(reasons).toMatch(/^\| \*\*Features\.\*\* .* \| 1 \|$/m);
  expect(others).toContain("- `src/mqtt/outbox.ts:2`: `{ b(); }` as `{}`");
});

test("a later report of a file replaces the earlier report", () => {
  const [file] = readReports([report(explained, owed), report(killed)]);
  expect([file?.changes, file?.noticed, file?.survivors]).toEqual([1, 1, []]);
});
