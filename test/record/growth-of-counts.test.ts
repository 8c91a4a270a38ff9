// Growth of the bench's counts: small steps add up, a reason excuses what they add up to, and the page says
// the total and every missed target.
import { expect, test } from "vitest";
import { headlineRows } from "../../tools/laboratory/bench/headlines.ts";
import { type BenchRecord, grownCounts, recordAfter, withAges } from "../../tools/laboratory/bench/record.ts";
import { benchRow } from "../../tools/laboratory/bench/row.ts";
import { headlineTable } from "../../tools/laboratory/bench/table.ts";

const TITLE = "Lua";
const section = (ours: number) => ({
  title: TITLE,
  rows: [
    benchRow({ name: "to publish", engine: "Lua 5.1", unit: "instruction", ours, target: { atMost: 9 } }),
  ],
  skipped: [],
  image: `image ${ours}`,
});
const after = (record: BenchRecord, ours: number, commits: number, reason?: string) =>
  recordAfter(record, [section(ours)], [TITLE], { date: "2026-11-30", commits, reason });

test("a count that grows by less than 1 % twice fails by the sum", () => {
  const twice = after(after([], 1000, 1), 1008, 2);
  expect(grownCounts(twice, [section(1009)])).toEqual([]);
  expect(grownCounts(twice, [section(1016)])).toEqual([expect.stringContaining("from 1000 to 1016")]);
});

test("a count that has a reason is counted from then on, with its total", () => {
  const excused = after(after([], 1000, 1), 1050, 2, "it routes by pattern");
  expect(excused[0]?.rows[0]).toMatchObject({ first: 1000, reason: "it routes by pattern" });
  expect(grownCounts(excused, [section(1059)])).toEqual([]);
  expect(grownCounts(excused, [section(1100)])[0]).toContain("+10.0 % since the first, 1000");
});

test("a headline without a target has an empty cell for it", () => {
  const row = benchRow({ name: "to obey", engine: "Node", unit: "instruction", ours: 7, headline: "obey" });
  const record = recordAfter([], [{ title: TITLE, rows: [row], skipped: [] }], [TITLE], {
    date: "2026-11-30",
    commits: undefined,
  });
  const table = headlineTable(headlineRows(withAges(record, new Map())));
  expect(table.split("\n").at(-1)).toMatch(/^\| obey \| 7 instructions \|.*\| {2}\|$/);
});

test("a missed row without a headline is on the page with its age", () => {
  const record = after(after([], 1000, 1), 1100, 7, "why");
  const shown = withAges([...record, { title: "newer", rows: [] }], new Map([[TITLE, "another"]]));
  const table = headlineTable(headlineRows(shown));
  expect(table.split("\n").at(-1)).toBe(
    "| Lua 5.1: to publish | 1,100 instructions | +10.0 % | 0 commits ago (old) |  |  | <= 9: missed |",
  );
});
