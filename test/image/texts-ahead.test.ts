// Espruino reads a text as an empty one right behind what it has passed over: the build writes a semicolon between them.
import { expect, test } from "vitest";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";

/** Comparing puts the text first in the finished script, behind something that Espruino passes over. */
const PASSED_OVER = [
  'if (no) word = "other";',
  'if (no) { word = "other"; word = "another"; }',
  'if (word === "kept") word = "kept"; else word = "other";',
  'word = yes ? "kept" : "other";',
  'yes || emit("never");',
];

const program = `
const yes = given(true);
const no = given(false);
${PASSED_OVER.map(
  (statement, index) => `function case${index}(): void {
  let word = given("kept");
  ${statement}
  if (word === "kept") emit("case ${index}");
  emit(word);
}
case${index}();`,
).join("\n")}
`;

test("a text compared after unreachable code remains the same text", async () => {
  const { source, ...others } = await everywhere(program);
  expect(source).toHaveLength(2 * PASSED_OVER.length);
  for (const [engine, answers] of Object.entries(others)) expect(answers, engine).toEqual(source);
});
