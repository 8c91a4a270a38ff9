// The guard of exact counts.
import { expect, test } from "vitest";
import { runBench } from "../../tools/laboratory/bench/bench.ts";
import type { BenchRecord } from "../../tools/laboratory/bench/record.ts";
import { exact, figure, type Row } from "../../tools/laboratory/bench/row.ts";

const BYTES = exact(figure("Lua", "byte", "publish", 56));
const RECORD: BenchRecord = [{ title: "Messages", rows: [{ ...BYTES, date: "2026-05-01" }] }];

async function check(rows: Row[]) {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const { exitCode } = await runBench(
    [{ title: "Messages", words: [], isGate: false, isExact: true, measure: async () => rows }],
    { json: false, only: "exact", gate: true, check: true, peers: {} },
    { print, remark: print, colour: false },
    RECORD,
  );
  return { exitCode, printed };
}

test("counts as recorded pass, and a missed target is not the guard's matter", async () => {
  const { exitCode, printed } = await check([{ ...BYTES, target: { atMost: 1 }, met: false }]);
  expect(exitCode).toBe(0);
  expect(printed.at(-1)).toBe("1 exact counts: 0 larger than recorded or in no record, 0 smaller.");
});

test("a count that has grown fails, with both figures", async () => {
  const { exitCode, printed } = await check([{ ...BYTES, ours: 57 }]);
  expect(exitCode).toBe(1);
  expect(printed).toContain("publish (Lua) has grown from 56 bytes to 57 bytes.");
});

test("a count that has shrunk passes, and says how to record it", async () => {
  const { exitCode, printed } = await check([{ ...BYTES, ours: 55 }]);
  expect(exitCode).toBe(0);
  expect(printed).toContain("publish (Lua) has shrunk from 56 bytes to 55 bytes.");
  expect(printed.join(" ")).toContain("npm run bench -- --only exact --record");
});

test("a count that is in no record fails", async () => {
  const { exitCode, printed } = await check([{ ...BYTES, name: "receive" }]);
  expect(exitCode).toBe(1);
  expect(printed).toContain("receive (Lua) is in no record: npm run bench -- --only exact --record.");
});

test("what is no exact count is not looked at", async () => {
  const { exitCode, printed } = await check([BYTES, figure("Node", "millisecond", "publish", 1)]);
  expect(exitCode).toBe(0);
  expect(printed.join("\n")).not.toContain("Node");
});
