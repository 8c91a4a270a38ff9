import { expect, test } from "vitest";
import {
  decodeShardReport,
  encodeShardReport,
  type ShardReport,
} from "../../tools/cli/fleet/shard-report.ts";
import { createFleetCounts } from "../../tools/sim/devices/fleet-counts.ts";
import { noteLatency } from "../../tools/sim/devices/latencies.ts";

function report(): ShardReport {
  const counts = { ...createFleetCounts(), started: 5, connected: 4, messages: 70, failures: 3 };
  counts.reasons.set("connection refused", 2);
  counts.reasons.set("__proto__", 1);
  for (const ms of [1, 2, 2, 900]) noteLatency(counts.latencies, ms);
  return { devices: 5, counts, memoryBytes: 80_000_000, ended: false };
}

test("a shard's report reads back as written", () => {
  expect(decodeShardReport(encodeShardReport(report()))).toEqual(report());
});

test("a report names at most the twenty most frequent reasons", () => {
  const full = report();
  for (let i = 0; i < 50; i += 1) full.counts.reasons.set(`reason ${i}`, i + 10);
  const told = decodeShardReport(encodeShardReport(full))?.counts.reasons;
  expect(told?.size).toBe(20);
  expect(told?.get("reason 49")).toBe(59);
});

const sound = JSON.parse(encodeShardReport(report()));

test.for([
  ["", "{", "null", "[]", "7", '"ended"'],
  ...Object.keys(sound).map((name) => [JSON.stringify({ ...sound, [name]: undefined })]),
  ...[-1, 0.5, "1", 1e300, null].map((value) => [JSON.stringify({ ...sound, connected: value })]),
  ...[{}, [[1]], [[1, -1]], [["1", 1]], [[1, 1, 1]]].map((value) => [
    JSON.stringify({ ...sound, latencies: value }),
  ]),
  [JSON.stringify({ ...sound, reasons: { refused: "often" } })],
  [JSON.stringify({ ...sound, reasons: null })],
])("a message that is no shard report is ignored: %s", (texts) => {
  for (const text of texts) expect(decodeShardReport(text)).toBeUndefined();
});
