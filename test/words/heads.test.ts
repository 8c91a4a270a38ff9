// Heads of files that npm run check:words refuses, and those that it leaves alone.
import { expect, test } from "vitest";
import { headFault } from "../../tools/laboratory/words/heads.ts";

test.each([
  ["// What is wrong with a pump.\n", "What"],
  ["// Whoever opens a pump.\n", "Whoever"],
  ["// Whether a pump runs.\n", "Whether"],
  ["/** How a pump is opened. */\n", "How"],
  ["/* Where pumps stand. */\n", "Where"],
  ["-- Which pump runs.\n", "Which"],
])("the head %j is refused for its first word", (text, word) => {
  expect(headFault("src/pump.ts", text)).toBe(
    `src/pump.ts:1 begins with "${word}". Begin it with the noun or the verb that the file is about: "Faults of a sensor's filters", and not "What is wrong with a sensor's filters".`,
  );
});

test.each([
  "// Faults of a pump: what is wrong with it.\n",
  "// Whole numbers as bytes.\n",
  "// Opens a pump.\n// What it was before is kept.\n",
  'import { pump } from "./pump.ts";\n// What a pump is.\n',
  "",
])("the head of %j is allowed", (text) => {
  expect(headFault("src/pump.ts", text)).toBeUndefined();
});
