// Programs made by chance do the same on every engine as in Node.
import { expect, test } from "vitest";
import { everywhere } from "./engines.ts";
import { randomProgram } from "./random-program.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 1);

test.each(SEEDS)("the program of seed %i", async (seed) => {
  const answers = await everywhere(randomProgram(seed));
  expect(answers.source?.length).toBeGreaterThan(0);
  for (const [engine, lines] of Object.entries(answers))
    expect({ engine, lines }).toEqual({ engine, lines: answers.source });
});
