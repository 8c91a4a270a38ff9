// What the record keeps of a run, and what it does with what a run could not measure.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type BenchRecord,
  type RecordedRow,
  type RecordedSection,
  recordAfter,
  withAges,
  withRecordedPeers,
} from "../../tools/laboratory/bench/record.ts";
import { readRecord, writeRecord } from "../../tools/laboratory/bench/record-files.ts";
import { recordTables } from "../../tools/laboratory/bench/record-tables.ts";
import { exact, figure, peerRow, type Row } from "../../tools/laboratory/bench/row.ts";

const TODAY = "2026-05-02";
const BEFORE = "2026-05-01";
const TITLE = "Messages";
const ABSENT = ["something is not here."];

const LUA = figure("Lua", "byte", "publish", 56);
const ESPRUINO = figure("Espruino", "JsVar", "publish", 300);
const BESIDE = peerRow("Lua", "byte", "load", 10, { peer: "another", value: 40 }, { ratioAtMost: 0.3 });

function old(row: Row): RecordedRow {
  return { ...row, date: BEFORE };
}

function after(before: readonly RecordedRow[], rows: readonly Row[], skipped: readonly string[] = []) {
  const record = [{ title: TITLE, rows: before }];
  return recordAfter(record, [{ title: TITLE, rows, skipped }], [TITLE], TODAY)[0]?.rows ?? [];
}

test("a figure that was measured takes the day of the run", () => {
  expect(after([old(LUA)], [{ ...LUA, ours: 50 }])).toEqual([{ ...LUA, ours: 50, date: TODAY }]);
});

test("a row whose engine was absent keeps its last figure and date", () => {
  expect(after([old(LUA), old(ESPRUINO)], [LUA], ABSENT)).toEqual([{ ...LUA, date: TODAY }, old(ESPRUINO)]);
});

test("a row that left its section is removed when nothing was absent", () => {
  expect(after([old(LUA), old(ESPRUINO)], [LUA])).toEqual([{ ...LUA, date: TODAY }]);
});

test("a row that its engine dropped is removed in any case", () => {
  const other = figure("Lua", "byte", "renamed", 1);
  expect(after([old(LUA), old(ESPRUINO)], [other], ABSENT)).toEqual([
    { ...other, date: TODAY },
    old(ESPRUINO),
  ]);
});

test("a row that stood beside an absent peer is kept", () => {
  expect(after([old(LUA), old(BESIDE)], [LUA], ABSENT)).toEqual([{ ...LUA, date: TODAY }, old(BESIDE)]);
});

test("an unmeasured section stays, and a section that left the bench disappears", () => {
  const record = [
    { title: "Gone", rows: [old(LUA)] },
    { title: "Held", rows: [old(LUA)] },
  ];
  expect(recordAfter(record, [], ["Held"], TODAY)).toEqual([{ title: "Held", rows: [old(LUA)] }]);
});

test("a row that waits for its peer keeps the peer's dated figure", () => {
  const record: BenchRecord = [{ title: TITLE, rows: [old(BESIDE)] }];
  const waiting = peerRow("Lua", "byte", "load", 20, { peer: "another" }, { ratioAtMost: 0.3 });
  expect(waiting.met).toBeUndefined();
  const [row] = withRecordedPeers([waiting], record, TITLE);
  expect(row).toEqual({ ...waiting, value: 40, ratio: 0.5, met: false, peerDate: BEFORE });
  expect(after([old(BESIDE)], [row as Row])).toEqual([{ ...row, date: TODAY }]);
});

test("a peer's figure keeps its own date through runs without the peer", () => {
  const kept = { ...old(BESIDE), peerDate: "2026-04-01" };
  const waiting = peerRow("Lua", "byte", "load", 20, { peer: "another" });
  const [row] = withRecordedPeers([waiting], [{ title: TITLE, rows: [kept] }], TITLE);
  expect(row?.peerDate).toBe("2026-04-01");
});

test("the record becomes data, table and chart, and surrounding text stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  try {
    mkdirSync(join(folder, "docs", "pictures"), { recursive: true });
    const page = "# Performance\n\n<!-- headlines -->\nof before\n<!-- /headlines -->\n\n## Log\n";
    writeFileSync(join(folder, "docs", "performance.md"), page);
    const headline = peerRow(
      "lua5.1, 64-bit",
      "instruction",
      "of the machine to publish 20 bytes at QoS 0",
      5000,
      { peer: "luamqtt", value: 50_000 },
      { ratioAtMost: 0.2 },
    );
    const title = "The MQTT client alone, for one message: machine instructions of stock Lua";
    const record = [{ title, rows: [{ ...old(headline), peerDate: "2026-04-01" }, old(LUA)] }];
    const now = new Map([[title, "b"]]);
    writeRecord(folder, record, now);
    expect(readRecord(folder)).toEqual(record);
    const written = readFileSync(join(folder, "docs", "performance.md"), "utf8");
    const chart = readFileSync(join(folder, "docs", "pictures", "performance.svg"), "utf8");
    expect(chart).toContain(">A board with Lua publishes at QoS 0, instructions (old)<");
    expect(chart.match(/<rect x="16" y="\d+" width="(\d+)"/g)).toHaveLength(2);
    expect(written).toMatch(/^# Performance\n\n<!-- headlines -->\n\n\|/);
    expect(written).toMatch(/\|\n\n<!-- \/headlines -->\n\n## Log\n$/);
    expect(written).not.toContain("of before");
    expect(written).toContain(
      "| 5,000 instructions (old) | luamqtt 50,000 (2026-04-01) | 0.10 | ratio <= 0.2: met |",
    );
    expect(written.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
    expect(recordTables(withAges(record, now))).toContain(
      "| 50,000 (2026-04-01) | 0.10 | ratio <= 0.2 | met | 2026-05-01, old |",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a figure knows its image and is old when that changes", () => {
  const [section] = recordAfter([], [{ title: TITLE, rows: [LUA], skipped: [], image: "a" }], [TITLE], TODAY);
  const shown = (image: string) => withAges([section as RecordedSection], new Map([[TITLE, image]]));
  expect(recordTables(shown("a"))).toContain(`| ${TODAY} |`);
  expect(recordTables(shown("b"))).toContain(`| ${TODAY}, old |`);
});

test("an exact figure is never old; a figure without image always is", () => {
  const rows = [{ ...exact(LUA), date: BEFORE }, old(ESPRUINO)];
  const [section] = withAges([{ title: TITLE, rows }], new Map([[TITLE, "a"]]));
  expect(section?.rows.map(({ isOld }) => isOld)).toEqual([false, true]);
});

test("a page without a place for the tables is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  try {
    mkdirSync(join(folder, "docs"));
    writeFileSync(join(folder, "docs", "performance.md"), "# Performance\n");
    expect(() => writeRecord(folder, [], new Map())).toThrow(
      "docs/performance.md has no place for the bench's table",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
