// The files of the record: docs/performance.json, which the bench reads again, and what people read of it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { barChart } from "./chart.ts";
import { COSTS, fleetCosts } from "./fleet-costs.ts";
import { answers, headlineRows } from "./headlines.ts";
import { type BenchRecord, withAges } from "./record.ts";
import { headlineTable } from "./table.ts";

const DATA = join("docs", "performance.json");
const PAGE = join("docs", "performance.md");
const CHART = join("docs", "pictures", "performance.svg");

/** The record of the package in `folder`; empty where there is none. */
export function readBenchRecord(folder: string): BenchRecord {
  const file = join(folder, DATA);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BenchRecord) : [];
}

/** Writes the record, and of docs/performance.md the headlines and the chart of what readers ask. */
export function writeBenchRecord(folder: string, record: BenchRecord, now: SubjectsNow): void {
  for (const [name, text] of recordPages(folder, record, now)) writeFileSync(join(folder, name), text);
}

/** The digests of what would be measured, by titles of sections. */
export type SubjectsNow = ReadonlyMap<string, string>;

/** The record's files as they have to be, by their names. */
export function recordPages(
  folder: string,
  record: BenchRecord,
  now: SubjectsNow,
): [name: string, text: string][] {
  const shown = withAges(record, now);
  const page = withHeadlines(readFileSync(join(folder, PAGE), "utf8"), headlineTable(headlineRows(shown)));
  const costs = fleetCosts(record);
  return [
    ...(costs === undefined ? [] : [[COSTS, costs] as [string, string]]),
    [DATA, `${JSON.stringify(record, undefined, 2)}\n`],
    [PAGE, page],
    [CHART, barChart(answers(shown))],
  ];
}

/** The page with `table` between its markers; what stands around them is its authors'. */
function withHeadlines(page: string, table: string): string {
  const [begin, end] = ["<!-- headlines -->", "<!-- /headlines -->"];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(
      `${PAGE} has no place for the bench's table: it needs a line ${begin} and below it a line ${end}.`,
    );
  return `${page.substring(0, from + begin.length)}\n\n${table}\n\n${page.substring(to)}`;
}
