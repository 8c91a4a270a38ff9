// The expectation of most tests of the build: a program does the same on every engine as its
// author's text does in Node.
import { expect } from "vitest";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";

export async function expectSame(text: string): Promise<void> {
  const answers = await everywhere(text);
  expect(answers.source?.length).toBeGreaterThan(0);
  for (const [engine, lines] of Object.entries(answers))
    expect({ engine, lines }).toEqual({ engine, lines: answers.source });
}
