// Counts are counts: measured again they are the same.
import { expect, test } from "vitest";
import { CHIPS, engineName, luaCommand } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import type { Section } from "../../tools/laboratory/bench/section.ts";

const PATIENT_MS = 300_000;

async function twice(section: Section) {
  const skip = (reason: string) => {
    throw new Error(reason);
  };
  return [await section.measure(skip, {}), await section.measure(skip, {})];
}

test(
  "a command repeats its instructions in a second run",
  async () => {
    const [first = [], second] = await twice(luaCommand);
    expect(second).toEqual(first);
    expect(first.map(({ engine }) => engine)).toEqual(CHIPS.map(engineName));
    expect(first.every(({ ours }) => ours > 0)).toBe(true);
  },
  PATIENT_MS,
);
