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
import { type Row, rowOf } from "../../tools/laboratory/bench/row.ts";
import { sectionLines } from "../../tools/laboratory/bench/table.ts";

const TODAY = "2026-05-02";
const BEFORE = "2026-05-01";
const TITLE = "Messages";
const IMAGE = "0123456789ab";
const ABSENT = ["something is not here."];

const LUA = rowOf({ engine: "Lua", unit: "byte", name: "publish", ours: 56 });
const ESPRUINO = rowOf({ engine: "Espruino", unit: "JsVar", name: "publish", ours: 300 });
const WAITING = rowOf({ ...LUA, name: "load", ours: 10, peer: "another", target: { ratioAtMost: 0.3 } });
const BESIDE = rowOf({ ...WAITING, value: 40 });

function old(row: Row): RecordedRow {
  return { ...row, date: BEFORE };
}

function after(before: readonly RecordedRow[], rows: readonly Row[], skipped: readonly string[] = []) {
  const record = [{ title: TITLE, rows: before }];
  return recordAfter(record, [{ title: TITLE, rows, skipped, image: IMAGE }], [TITLE], TODAY)[0]?.rows ?? [];
}

function measured(row: Row): RecordedRow {
  return { ...row, date: TODAY, image: IMAGE };
}

test("a figure that was measured takes the day of the run", () => {
  expect(after([old(LUA)], [{ ...LUA, ours: 50 }])).toEqual([measured({ ...LUA, ours: 50 })]);
});

test("a row whose engine was absent keeps its last figure and date", () => {
  expect(after([old(LUA), old(ESPRUINO)], [LUA], ABSENT)).toEqual([measured(LUA), old(ESPRUINO)]);
});

test("a row that left its section is removed when nothing was absent", () => {
  expect(after([old(LUA), old(ESPRUINO)], [LUA])).toEqual([measured(LUA)]);
});

test("a row that its engine dropped is removed in any case", () => {
  const other = { ...LUA, name: "renamed" };
  expect(after([old(LUA), old(ESPRUINO)], [other], ABSENT)).toEqual([measured(other), old(ESPRUINO)]);
});

test("a row that stood beside an absent peer is kept", () => {
  expect(after([old(LUA), old(BESIDE)], [LUA], ABSENT)).toEqual([measured(LUA), old(BESIDE)]);
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
  const waiting = { ...WAITING, ours: 20 };
  expect(waiting.met).toBeUndefined();
  const [row] = withRecordedPeers([waiting], record, TITLE);
  expect(row).toEqual({ ...waiting, value: 40, ratio: 0.5, met: false, peerDate: BEFORE });
  expect(after([old(BESIDE)], [row as Row])).toEqual([measured(row as Row)]);
});

test("a peer's figure keeps its own date through runs without the peer", () => {
  const kept = { ...old(BESIDE), peerDate: "2026-04-01" };
  const waiting = { ...WAITING, ours: 20 };
  const [row] = withRecordedPeers([waiting], [{ title: TITLE, rows: [kept] }], TITLE);
  expect(row?.peerDate).toBe("2026-04-01");
});

test("the record becomes data, table and chart, and surrounding text stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-record-"));
  try {
    mkdirSync(join(folder, "docs", "pictures"), { recursive: true });
    const page = "# Performance\n\n<!-- headlines -->\nof before\n<!-- /headlines -->\n\n## Log\n";
    writeFileSync(join(folder, "docs", "performance.md"), page);
    const headline = rowOf({
      ...LUA,
      unit: "instruction",
      ours: 5000,
      peer: "luamqtt",
      value: 50_000,
      target: { ratioAtMost: 0.2 },
      headline: "Lua 5.1: publish at QoS 0",
    });
    const title = "Machine instructions of stock Lua";
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
      "| Lua 5.1: publish at QoS 0 | 5,000 instructions (old) | luamqtt 50,000 (2026-04-01) | 0.10 | ratio <= 0.2: met |",
    );
    expect(written.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a figure knows its image and is old when that changes", () => {
  const [section] = recordAfter([], [{ title: TITLE, rows: [LUA], skipped: [], image: "a" }], [TITLE], TODAY);
  const shown = (image: string) => {
    const [one] = withAges([section as RecordedSection], new Map([[TITLE, image]]));
    return sectionLines(TITLE, one?.rows ?? [], false).at(-1);
  };
  expect(shown("a")).toMatch(/ 2026-05-02$/);
  expect(shown("b")).toMatch(/ 2026-05-02 \(old\)$/);
});

test("a figure without image is old where its section has one", () => {
  const record = [{ title: TITLE, rows: [old(LUA)] }];
  const isOld = (now: ReadonlyMap<string, string>) => withAges(record, now)[0]?.rows[0]?.isOld;
  expect([isOld(new Map()), isOld(new Map([[TITLE, "a"]]))]).toEqual([false, true]);
});

test("a count beside an absent peer is recorded as it was while it is the same", () => {
  const record = [{ title: TITLE, rows: [old(BESIDE)] }];
  const rows = withRecordedPeers([WAITING], record, TITLE);
  expect(recordAfter(record, [{ title: TITLE, rows, skipped: ABSENT }], [TITLE], TODAY)).toEqual(record);
});

test("a count that is the same on every machine keeps its day while it is the same", () => {
  const record = [{ title: TITLE, rows: [old(LUA), old(ESPRUINO)] }];
  const rows = [LUA, { ...ESPRUINO, ours: 299 }];
  const [section] = recordAfter(record, [{ title: TITLE, rows, skipped: [] }], [TITLE], TODAY);
  expect(section?.rows.map(({ ours, date }) => [ours, date])).toEqual([
    [56, BEFORE],
    [299, TODAY],
  ]);
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
