// Programs drawn by chance, in which calls change what expressions read: npm run soak draws thousands of them.
import { describe, expect, test } from "vitest";
import { cutDown } from "../../tools/laboratory/programs/cut-down.ts";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";
import { faultOf } from "../../tools/laboratory/programs/fault-of.ts";
import { atGate } from "../everything.ts";

const SEEDS = Array.from({ length: atGate(20, 60) }, (_, index) => index + 1);

test.each(SEEDS)("the program of seed %i does the same on every engine", async (seed) => {
  expect(await faultOf(seed, everywhere)).toBe("");
});

describe("reduction of a faulty random program", () => {
  test("a fault is reported in the shortest program that shows it", async () => {
    const told = await faultOf(1, async (text) => ({
      source: ["61"],
      "an engine": text.includes("bump(") ? ["62", "63"] : ["61"],
    }));
    expect(told).toMatch(
      /^The program of seed 1 differs: an engine: line 1 is "b", and "a" in Node\n.*bump\(.*$/,
    );
  });

  test("a fault of a build is reported with its message", async () => {
    const told = await faultOf(1, () => Promise.reject(new Error("case.ts:3: no such thing")));
    expect(told).toContain("no answer: case.ts:3: no such thing");
  });

  test("a fault keeps no item that it shows without", async () => {
    const items = Array.from({ length: 40 }, (_, index) => index);
    const shows = async (fewer: readonly number[]) => fewer.includes(7) && fewer.includes(31);
    expect(await cutDown(items, shows)).toEqual([7, 31]);
  });
});
