// What the bench prints of its rows, with sections that measure nothing.
import { expect, test } from "vitest";
import { type BenchOptions, runBench } from "../../tools/laboratory/bench/bench.ts";
import { type Figure, type Row, rowOf, type Target } from "../../tools/laboratory/bench/row.ts";
import { chosenSections, type Section } from "../../tools/laboratory/bench/section.ts";
import { sectionLines } from "../../tools/laboratory/bench/table.ts";

const ESCAPE = "\x1b";

function section(title: string, rows: Row[], skipped: string[] = []): Section {
  return {
    title,
    measure: async (skip) => {
      skipped.forEach(skip);
      return rows;
    },
  };
}

async function run(sections: Section[], options: Partial<BenchOptions> = {}) {
  const printed: string[] = [];
  const { exitCode } = await runBench(
    sections,
    { only: undefined, peers: {}, ...options },
    { print: (line) => printed.push(line), colour: false },
  );
  return { exitCode, printed };
}

function row(name: string, engine: string, unit: string, ours: number, more: Partial<Figure> = {}): Row {
  return rowOf({ name, engine, unit, ours, ...more });
}

const MET = row("heap held", "Lua", "byte", 100, { target: { atMost: 100 } });
const MISSED = row("free", "Espruino", "JsVar", 400, { target: { atLeast: 401 } });
const PLAIN = row("publish", "Lua", "instruction", 12_345);

test("a target is kept at its bound, and missed just beyond it", () => {
  const met = (ours: number, target: Target) => row("x", "Lua", "byte", ours, { target }).met;
  expect([met(5, { atLeast: 5 }), met(4, { atLeast: 5 })]).toEqual([true, false]);
  expect([met(5, { atMost: 5 }), met(6, { atMost: 5 })]).toEqual([true, false]);
  expect([met(0, { exactly: 0 }), met(-1, { exactly: 0 })]).toEqual([true, false]);
});

test("a missed target fails the run", async () => {
  expect((await run([section("Held", [MET])])).exitCode).toBe(0);
  expect((await run([section("Held", [MISSED])])).exitCode).toBe(1);
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
  const { exitCode, printed } = await run([broken, section("Held", [MET])]);
  expect(exitCode).toBe(1);
  expect(printed.slice(-2)).toEqual(["FAILED: Broken: the interpreter went away", "All 1 targets are met."]);
});

test("a word chooses sections by heading, or those of exact counts", async () => {
  const sections: Section[] = [
    section("Held", [MET]),
    { ...section("Time", [PLAIN]), subject: "the client in Node" },
  ];
  expect(chosenSections(sections, "TIM").map(({ title }) => title)).toEqual(["Time"]);
  expect(chosenSections(sections, "exact").map(({ title }) => title)).toEqual(["Held"]);
});

test("what was skipped is said under its heading", async () => {
  const { printed } = await run([section("Held", [], ["no interpreter is here."])]);
  expect(printed.slice(0, 2)).toEqual(["Held", "skipped: no interpreter is here."]);
});

test("the table is aligned, with units, targets and whether they are met", () => {
  expect(sectionLines("Held", [MET, MISSED, PLAIN], false)).toEqual([
    "Held",
    "WHAT       ENGINE      OURS  UNIT          TARGET",
    "heap held  Lua          100  bytes         <= 100  met",
    "free       Espruino     400  JsVars        >= 401  MISSED",
    "publish    Lua       12,345  instructions",
  ]);
});

test("the table has colour on a terminal only", () => {
  expect(sectionLines("Held", [MET, MISSED], false).join("")).not.toContain(ESCAPE);
  expect(sectionLines("Held", [MET, MISSED], true).join("")).toContain(ESCAPE);
});

test("a peer's figure stands beside ours with the ratio", () => {
  const beside = rowOf({ ...PLAIN, peer: "another client", value: 24_690 });
  const lines = sectionLines("Messages", [beside], false).map((line) => line.split(/ {2,}/));
  expect(lines[1]).toEqual(["WHAT", "ENGINE", "OURS", "UNIT", "PEER", "THEIRS", "RATIO"]);
  expect(lines[2]).toEqual(["publish", "Lua", "12,345", "instructions", "another client", "24,690", "0.50"]);
});

test("a target may bound the ratio to a peer's figure", () => {
  const met = (ours: number, target: Target) =>
    row("x", "Lua", "byte", ours, { peer: "another", value: 100, target }).met;
  expect([met(50, { ratioAtMost: 0.5 }), met(51, { ratioAtMost: 0.5 })]).toEqual([true, false]);
  expect(met(51, { ratioAtLeast: 0.52 })).toBe(false);
});
