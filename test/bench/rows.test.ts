// What the bench prints of its rows, with sections that measure nothing.
import { expect, test } from "vitest";
import { type BenchOptions, runBench } from "../../tools/laboratory/bench/bench.ts";
import { figure, gateRow, peerRow, type Row } from "../../tools/laboratory/bench/row.ts";
import type { Section } from "../../tools/laboratory/bench/section.ts";
import { sectionLines } from "../../tools/laboratory/bench/table.ts";

const ESCAPE = "\x1b";

function section(title: string, rows: Row[], isGate = false, skipped: string[] = []): Section {
  return {
    title,
    words: [title.toLowerCase()],
    isGate,
    measure: async (skip) => {
      skipped.forEach(skip);
      return rows;
    },
  };
}

async function run(sections: Section[], options: Partial<BenchOptions> = {}) {
  const printed: string[] = [];
  const remarks: string[] = [];
  const { exitCode } = await runBench(
    sections,
    { only: undefined, gate: true, peers: {}, ...options },
    { print: (line) => printed.push(line), remark: (line) => remarks.push(line), colour: false },
  );
  return { exitCode, printed, remarks };
}

const MET = gateRow("Lua", "byte", "heap held", 100, { atMost: 100 });
const MISSED = gateRow("Espruino", "JsVar", "free", 400, { moreThan: 400 });
const PLAIN = figure("Lua", "instruction", "publish", 12_345);

test("a target is kept at its bound, and missed just beyond it", () => {
  const met = (value: number, target: Parameters<typeof gateRow>[4]) =>
    gateRow("Lua", "byte", "x", value, target).met;
  expect([met(5, { atLeast: 5 }), met(4, { atLeast: 5 })]).toEqual([true, false]);
  expect([met(6, { moreThan: 5 }), met(5, { moreThan: 5 })]).toEqual([true, false]);
  expect([met(5, { atMost: 5 }), met(6, { atMost: 5 })]).toEqual([true, false]);
  expect([met(0, { exactly: 0 }), met(-1, { exactly: 0 })]).toEqual([true, false]);
});

test("a missed target fails the run, unless the gate is only shown", async () => {
  expect((await run([section("Held", [MET])])).exitCode).toBe(0);
  expect((await run([section("Held", [MISSED])])).exitCode).toBe(1);
  expect((await run([section("Held", [MISSED])], { gate: false })).exitCode).toBe(0);
});

test("the last line says how many targets are missed, and which", async () => {
  expect((await run([section("Held", [MET])])).printed.at(-1)).toBe("All 1 targets are met.");
  expect((await run([section("Held", [MET, MISSED])])).printed.at(-1)).toBe(
    "1 of 2 targets are missed: free (Espruino).",
  );
  expect((await run([section("Image", [PLAIN])])).printed.at(-1)).toBe("No row here has a target.");
});

test("a failing section fails the run, and other sections are still measured", async () => {
  const broken = section("Broken", []);
  broken.measure = async () => {
    throw new Error("the interpreter went away");
  };
  const { exitCode, printed, remarks } = await run([broken, section("Held", [MET])]);
  expect(exitCode).toBe(1);
  expect(remarks).toEqual(["FAILED: Broken: the interpreter went away"]);
  expect(printed.at(-1)).toBe("All 1 targets are met.");
});

test("a word chooses sections by heading and the gate by its targets", async () => {
  const sections = [section("Held", [MET, PLAIN], true), section("Image", [PLAIN])];
  const shown = async (only: string) => (await run(sections, { only })).printed.join("\n");
  expect(await shown("image")).toMatch(/^Image[\s\S]*publish/);
  expect(await shown("gate")).toMatch(/^Held[\s\S]*heap held/);
  expect(await shown("gate")).not.toContain("publish");
});

test("what was skipped is said under its heading", async () => {
  const { printed } = await run([section("Held", [], false, ["no interpreter is here."])]);
  expect(printed.slice(0, 2)).toEqual(["Held", "skipped: no interpreter is here."]);
});

test("the table is aligned, with units, targets and whether they are met", () => {
  expect(sectionLines("Held", [MET, MISSED, PLAIN], false)).toEqual([
    "Held",
    "WHAT       ENGINE      OURS  UNIT          TARGET",
    "heap held  Lua          100  bytes         <= 100  met",
    "free       Espruino     400  JsVars        > 400   MISSED",
    "publish    Lua       12,345  instructions",
  ]);
});

test("the table has colour on a terminal only", () => {
  expect(sectionLines("Held", [MET, MISSED], false).join("")).not.toContain(ESCAPE);
  expect(sectionLines("Held", [MET, MISSED], true).join("")).toContain(ESCAPE);
});

test("a peer's figure stands beside ours with the ratio", () => {
  const row: Row = { ...PLAIN, peer: "another client", value: 24_690, ratio: 0.5 };
  const lines = sectionLines("Messages", [row], false).map((line) => line.split(/ {2,}/));
  expect(lines[1]).toEqual(["WHAT", "ENGINE", "OURS", "UNIT", "TARGET", "PEER", "THEIRS", "RATIO"]);
  expect(lines[2]).toEqual(["publish", "Lua", "12,345", "instructions", "another client", "24,690", "0.50"]);
});

test("a target may bound the ratio to a peer's figure", () => {
  const half = peerRow("Lua", "byte", "x", 50, { peer: "another", value: 100 }, { ratioAtMost: 0.5 });
  const more = peerRow("Lua", "byte", "x", 51, { peer: "another", value: 100 }, { ratioAtMost: 0.5 });
  const less = peerRow("Lua", "byte", "x", 51, { peer: "another", value: 100 }, { ratioAtLeast: 0.52 });
  expect([half.met, more.met, less.met]).toEqual([true, false, false]);
});
